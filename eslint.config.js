import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';
import { roomRules } from './tests/support/rooms.js';

export default ts.config(
  {
    ignores: [
      '.svelte-kit/',
      'build/',
      'data/',
      'static/',
      'test-results/',
      'playwright-report/',
      'src/lib/data/database.types.ts',
    ],
  },
  js.configs.recommended,
  ...ts.configs.strict,
  ...ts.configs.stylistic,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      // TypeScript knows every name; the rule only knows some.
      'no-undef': 'off',
      'no-console': 'error',
      // Playwright reads which fixtures a function wants from its first parameter, be it none.
      'no-empty-pattern': ['error', { allowObjectPatternsAsParameters: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-definitions': ['error', 'interface'],
      // A number or code in a sentence is plain; everything else must be turned into words on purpose.
      '@typescript-eslint/unified-signatures': 'off',
      // Links are written as resolved paths of this app; it is always served from the root.
      'svelte/no-navigation-without-resolve': 'off',
      'svelte/no-at-html-tags': 'error',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      parserOptions: { extraFileExtensions: ['.svelte'], parser: ts.parser, svelteConfig },
    },
  },
  ...roomRules,
);
