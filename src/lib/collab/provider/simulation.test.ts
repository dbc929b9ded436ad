import { describe, expect, it } from 'vitest';
import { makeSealer } from './simulation/keys.ts';
import { runSimulation } from './simulation/run-simulation.ts';

const seeds = Array.from({ length: 100 }, (_, index) => index + 1);

describe('two partners with two devices each, through a relay that deletes, repeats and reorders', () => {
  it.each(seeds)('converge and lose nothing that was called saved (seed %i)', async (seed) => {
    const sealer = await makeSealer();
    const { texts, lost, savedCount, items } = await runSimulation({ seed, sealer, heal: true });
    expect(texts).toHaveLength(5);
    expect(new Set(texts).size).toBe(1);
    expect(lost).toEqual([]);
    expect(savedCount).toBeGreaterThan(0);
    expect(items).toBeGreaterThan(0);
  });

  it('would not without healing: the simulation notices', async () => {
    const sealer = await makeSealer();
    let diverged = 0;
    for (const seed of seeds.slice(0, 20)) {
      const { texts, lost } = await runSimulation({ seed, sealer, heal: false });
      if (new Set(texts).size > 1 && lost.length > 0) diverged += 1;
    }
    expect(diverged).toBeGreaterThanOrEqual(5);
  });
});
