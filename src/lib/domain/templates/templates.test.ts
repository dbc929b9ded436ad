import { expect, test } from 'vitest';
import { limits } from '../needs/limits.ts';
import { parseTitle } from '../needs/title.ts';
import { templateOf, templates } from './templates.ts';

test('the first choice is a blank page', () => {
  expect(templates[0]).toMatchObject({ key: 'blank', title: '', questions: [] });
});

test.each(templates.slice(1))('$name has a title that is accepted, and asks', ({ key }) => {
  const { title, questions } = templateOf(key);
  expect(parseTitle(title)).toBe(title);
  expect(questions.length).toBeGreaterThan(2);
  for (const question of questions) {
    expect(question).toMatch(/^[A-Z].+\?$/);
    expect(question.length).toBeLessThan(limits.titleCharacters);
  }
});
