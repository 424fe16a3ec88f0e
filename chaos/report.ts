import { isSound } from '../audit/audit';
import type { SettledAudit } from '../audit/audit-when-settled';
import type { Finding } from '../audit/invariant';
import { formatReport } from '../audit/report';
import type { MetEpisode } from './run-faults';
import type { Sent } from './send-captures';

/** All that a run has found. */
export interface ChaosResult extends SettledAudit {
  met: MetEpisode[];
  sent: Sent;
  /** Ids of stored captures that no attempt completes. */
  poison: string[];
  unexpected: Finding[];
  /** Attempts beyond those ordered, and how many may have been: those that ended with their function, by its death or its time-out. */
  surplus: { attempts: number; allowed: number };
  /** From the first capture to the end of the faults, and from there to the end state, seconds. */
  seconds: { faults: number; settling: number };
}

/** Invariants by what their violations mean to a client. */
const LOST = [
  ...['acceptedIsStored', 'storedHasRecord', 'everyCaptureEnds', 'exhaustedIsInItsErrorQueue'],
  ...['failedForGoodHasNoObject', 'rejectedIsNamed', 'mismatchHasAnother', 'duplicateLeadsToFirst'],
];
const TWICE = ['idIsGivenOnce', 'concludedOnce', 'keyIsCompletedOnce'];
/** Findings shown. */
const SHOWN = 10;

/** A run for people: the faults, the clients' side, and the end state. */
export function formatResult(result: ChaosResult): string {
  return [...faultLines(result), '', ...captureLines(result), '', formatReport(result.report)].join('\n');
}

/** Whether everything accepted was processed, once, and as it should be. */
export function isSuccess({ report, sent, unexpected, surplus }: ChaosResult): boolean {
  const asOrdered = unexpected.length === 0 && surplus.attempts <= surplus.allowed;
  return isSound(report) && asOrdered && sent.givenUp === 0;
}

function faultLines({ met }: ChaosResult): string[] {
  const time = (ms: number) => (ms / 1000).toFixed(1).padStart(6);
  const rows = met.map(
    ({ startMs, endMs, hits, what }) =>
      `${time(startMs)} ${time(endMs)} ${String(hits).padStart(7)}  ${what}`,
  );
  return [`from s   to s    hits  fault`, ...rows];
}

function captureLines({ sent, report, poison, unexpected, surplus, seconds }: ChaosResult): string[] {
  const { counts, broken } = report;
  const violations = (names: string[]) => names.reduce((sum, name) => sum + (broken[name] ?? 0), 0);
  const refused = Object.entries(sent.refused).map(([reason, count]) => `${reason} ${count}`);
  const lines = [
    `requests ${sent.requests}, accepted ${sent.accepted.length}, refused: ${refused.join(', ') || 'none'}`,
    `given up ${sent.givenUp}, stored without an answer ${counts.objects - sent.accepted.length}`,
    `lost ${violations(LOST)}, twice ${violations(TWICE)}, other ends than ordered ${unexpected.length}`,
    `exhausted ${counts.exhausted}, of poison ${poison.length}; DUPLICATE ${counts.statuses.DUPLICATE ?? 0}`,
    `attempts beyond those ordered ${surplus.attempts}, of at most ${surplus.allowed} that ended with their function`,
    `faults for ${seconds.faults.toFixed(0)} s, settled ${seconds.settling.toFixed(0)} s later`,
  ];
  for (const { id, seen, expected } of unexpected.slice(0, SHOWN))
    lines.push(`  ${id}: seen ${seen}; expected ${expected}`);
  return lines;
}
