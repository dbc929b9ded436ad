import type { Linter } from 'eslint';

/** ESLint configuration, one entry for each room. */
export const roomRules: Linter.Config[];
