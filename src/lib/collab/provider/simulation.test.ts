import { beforeAll, describe, expect, it } from 'vitest';
import { makeSpaceKeys } from './simulation/keys.ts';
import { epochs, runSimulation, type SimulationOptions } from './simulation/run-simulation.ts';

/** One test for so many seeds: a test has a cost of its own. */
const batch = 50;
const first = 1;
const last = 1_000;
const batches = Array.from(
  { length: (last + 1 - first) / batch },
  (_, index) => first + index * batch,
);

let keys: SimulationOptions['keys'];
beforeAll(async () => {
  keys = await makeSpaceKeys(epochs);
});

describe('two partners with three devices, through new generations and epochs and a relay that deletes, repeats and reorders', () => {
  it.each(batches)('converge and lose nothing that was called saved (%i and on)', async (from) => {
    let moves = 0;
    for (let seed = from; seed < from + batch; seed += 1) {
      // Every tenth goes on for longer.
      const steps = seed % 10 === 0 ? 150 : 40;
      const result = await runSimulation({ seed, keys, heal: true, steps });
      const name = `seed ${String(seed)}`;
      expect(result.texts, name).toHaveLength(4);
      expect(new Set(result.texts).size, name).toBe(1);
      expect(result.lost, name).toEqual([]);
      expect(result.items, name).toBeGreaterThan(0);
      moves += result.moves;
    }
    expect(moves).toBeGreaterThan(batch / 2);
  });

  it('would not without healing: the simulation notices', async () => {
    let diverged = 0;
    for (let seed = 1; seed <= 20; seed += 1) {
      const { texts, lost } = await runSimulation({ seed, keys, heal: false });
      if (new Set(texts).size > 1 && lost.length > 0) diverged += 1;
    }
    expect(diverged).toBeGreaterThanOrEqual(5);
  });
});
