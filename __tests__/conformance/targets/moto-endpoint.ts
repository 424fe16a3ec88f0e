/** Environment variable by which the run tells its test files where moto listens. */
export const MOTO_ENDPOINT = 'PILLARBOX_CONFORMANCE_MOTO';
