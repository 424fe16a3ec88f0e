import { captureBucketName, FUNCTIONS, functionName, roleName } from '../../contracts/naming';

const longestName = 'p'.repeat(20);
const longestRegion = 'ap-southeast-2';

it('the longest bucket name stays within the 63 characters of S3', () => {
  expect(captureBucketName(longestName, '000000000000', longestRegion).length).toBeLessThanOrEqual(63);
});

it.each(FUNCTIONS)(
  'the longest name of %s and its role stay within the 64 characters of Lambda and IAM',
  (id) => {
    expect(functionName(longestName, id).length).toBeLessThanOrEqual(64);
    expect(roleName(longestName, longestRegion, id).length).toBeLessThanOrEqual(64);
  },
);
