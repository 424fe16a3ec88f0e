/** Who may import whom (the tree is the architecture). Each rule names what a folder may reach; all else is an error. */
const FOLDERS = [
  'apis',
  'audit',
  'bench',
  'chaos',
  'cli',
  'config',
  'constructs',
  'contracts',
  'lambdas',
  'local',
  'processors',
  'stacks',
  'workflows',
];

/** Folders of ours that a folder may import besides itself. */
const MAY = {
  contracts: [],
  config: ['contracts'],
  apis: ['contracts'],
  workflows: ['contracts'],
  processors: ['contracts'],
  lambdas: ['contracts', 'processors'],
  constructs: ['contracts', 'apis', 'workflows'],
  stacks: ['constructs', 'contracts', 'config'],
  cli: ['apis', 'client', 'config', 'contracts', 'local'],
  local: ['contracts'],
  audit: ['contracts'],
  bench: ['audit', 'config', 'contracts', 'local'],
  chaos: ['audit', 'config', 'contracts', 'local'],
};

/** Folders that may import these only as types. */
const MAY_AS_TYPES = { apis: ['config'], workflows: ['config'], constructs: ['config'] };

const folderRules = Object.entries(MAY).flatMap(([folder, allowed]) => {
  const types = MAY_AS_TYPES[folder] ?? [];
  const reachable = [folder, ...allowed, ...types];
  const forbidden = [...FOLDERS, '__tests__', 'main'].filter((other) => !reachable.includes(other));
  return [
    {
      name: `${folder}-imports`,
      severity: 'error',
      from: { path: `^${folder}/` },
      to: { path: `^(${forbidden.join('|')})(/|\\.ts$)` },
    },
    ...(types.length === 0
      ? []
      : [
          {
            name: `${folder}-types-only`,
            severity: 'error',
            from: { path: `^${folder}/` },
            to: { path: `^(${types.join('|')})/`, dependencyTypesNot: ['type-only'] },
          },
        ]),
  ];
});

module.exports = {
  forbidden: [
    ...folderRules,
    {
      name: 'audit-reads-for-itself',
      comment: 'the checker must not believe what it checks: names and the form of ids, and nothing else',
      severity: 'error',
      from: { path: '^audit/' },
      to: { path: '^contracts/', pathNot: '^contracts/(naming|capture)\\.ts$' },
    },
    {
      name: 'audit-needs-the-sdk-only',
      severity: 'error',
      from: { path: '^audit/' },
      to: { path: 'node_modules/', pathNot: 'node_modules/(@aws-sdk|@types/node)/' },
    },
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'cdktf-stays-in-constructs-and-stacks',
      comment: 'cdktf is archived: a move to its successor must touch these places only',
      severity: 'error',
      from: { pathNot: '^(constructs|stacks|__tests__)/|^main\\.ts$' },
      to: { path: 'node_modules/(cdktf|@cdktf/provider-aws)/' },
    },
    {
      name: 'no-provider-barrel',
      comment: 'the barrel loads 2,591 modules',
      severity: 'error',
      from: {},
      to: { path: 'node_modules/@cdktf/provider-aws/lib/index' },
    },
    {
      name: 'lambdas-keep-apart',
      comment: "a Lambda imports its own folder and lambdas/shared, never another Lambda's",
      severity: 'error',
      from: { path: '^lambdas/([^/]+)/' },
      to: { path: '^lambdas/', pathNot: '^lambdas/(shared|$1)/' },
    },
    {
      name: 'lambdas-only-name-their-sdk',
      comment: 'a handler bundles the AWS SDK and Powertools, never the tool chain',
      severity: 'error',
      from: { path: '^(lambdas|processors|contracts)/' },
      to: { path: 'node_modules/(esbuild|zod|commander|dynalite|aws-local-stepfunctions)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^cdktf\\.out/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['require', 'node', 'default'] },
  },
};
