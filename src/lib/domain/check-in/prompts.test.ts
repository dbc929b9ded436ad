import { describe, expect, test } from 'vitest';
import { depths, isPromptKey, promptKeys, prompts, promptsOf } from './prompts.ts';

describe('prompts', () => {
  test('there are six, in the order of their keys, and an appreciation comes first', () => {
    expect(prompts.map((prompt) => prompt.key)).toEqual([...promptKeys]);
    expect(prompts).toHaveLength(6);
    expect(prompts[0]?.key).toBe('appreciation');
  });

  test('they only ever go deeper', () => {
    const order = prompts.map((prompt) => depths.indexOf(prompt.depth));
    expect(order).toEqual([...order].sort((a, b) => a - b));
    for (const depth of depths) expect(promptsOf(depth)).toHaveLength(2);
  });

  test('they ask, and never shout', () => {
    for (const { question, hint } of prompts) {
      expect(question.endsWith('?')).toBe(true);
      expect(`${question} ${hint}`).not.toContain('!');
    }
  });

  test('only the six keys are prompt keys', () => {
    expect(isPromptKey('need')).toBe(true);
    expect(isPromptKey('toString')).toBe(false);
    expect(isPromptKey(1)).toBe(false);
  });
});
