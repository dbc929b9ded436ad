export { groupCount, readGroups, type ReadGroups } from './groups.ts';
export { newRecoveryCode, parseRecoveryCode, type RecoveryCode } from './recovery-code.ts';
