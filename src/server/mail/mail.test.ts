import { expect, test } from 'vitest';
import recovery from '../../../supabase/templates/recovery.html?raw';
import { plainText } from './mail.ts';

test('a mail reads well without its markup, as a console prints it: one line for each paragraph', () => {
  expect(plainText(recovery).split('\n')).toEqual([
    'Somebody asked for a new password for the account with this address.',
    '',
    'If it was you, open this link within an hour. It works once, and you also need your recovery code:',
    '',
    '{{ .SiteURL }}/recover#{{ .TokenHash }}',
    '',
    'If it was not you, nothing changes.',
  ]);
});
