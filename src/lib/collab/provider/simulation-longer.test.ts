import { describe, expect, it } from 'vitest';
import { makeSealer } from './simulation/keys.ts';
import { runSimulation } from './simulation/run-simulation.ts';

const seeds = Array.from({ length: 100 }, (_, index) => index + 101);

describe('two partners with two devices each, through a relay that deletes, repeats and reorders, for longer', () => {
  it.each(seeds)('converge and lose nothing that was called saved (seed %i)', async (seed) => {
    const sealer = await makeSealer();
    const { texts, lost, savedCount } = await runSimulation({
      seed,
      sealer,
      heal: true,
      steps: 150,
    });
    expect(texts).toHaveLength(5);
    expect(new Set(texts).size).toBe(1);
    expect(lost).toEqual([]);
    expect(savedCount).toBeGreaterThan(0);
  });
});
