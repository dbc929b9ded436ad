import { describe, expect, it } from 'vitest';
import { nextPlace } from './next-place.ts';
import type { DocumentServer, Place } from './types.ts';
import { unreachable } from './simulation/keys.ts';

/** A server that shows the document at `shown` and moves it as the database does, under the space key of `epoch`. */
function serverAt(shown: Place, keys: { readonly epoch?: number; readonly known?: number } = {}) {
  const epoch = keys.epoch ?? shown.epoch;
  const known = keys.known ?? epoch;
  const asked: number[] = [];
  const server: DocumentServer = {
    ...unreachable,
    newestEpoch: () => known,
    look: () => Promise.resolve(shown),
    moveOn: (after) => {
      asked.push(after);
      return Promise.resolve({ generation: Math.max(shown.generation, after + 1), epoch });
    },
  };
  return { server, asked };
}

const light = { heavy: false } as const;

describe('where a device goes on', () => {
  it('stays where the document is', async () => {
    const here = { generation: 3, epoch: 1 };
    const { server, asked } = serverAt({ ...here });
    expect(await nextPlace(server, here, light)).toBe(here);
    expect(asked).toEqual([]);
  });

  it('follows others who have moved it', async () => {
    const { server, asked } = serverAt({ generation: 4, epoch: 1 });
    const next = await nextPlace(server, { generation: 2, epoch: 0 }, light);
    expect(next).toEqual({ generation: 4, epoch: 1 });
    expect(asked).toEqual([]);
  });

  it('moves it on when it is too heavy, and not twice when somebody else was first', async () => {
    const here = { generation: 2, epoch: 0 };
    const alone = serverAt({ ...here });
    expect(await nextPlace(alone.server, here, { heavy: true })).toEqual({
      generation: 3,
      epoch: 0,
    });
    const late = serverAt({ generation: 3, epoch: 0 });
    await nextPlace(late.server, here, { heavy: true });
    expect(late.asked).toEqual([]);
  });

  it('takes it along to a new space key', async () => {
    const here = { generation: 2, epoch: 0 };
    const { server, asked } = serverAt({ ...here }, { epoch: 1 });
    expect(await nextPlace(server, here, light)).toEqual({ generation: 3, epoch: 1 });
    expect(asked).toEqual([2]);
  });

  it('never goes back to a generation that it has left', async () => {
    const { server, asked } = serverAt({ generation: 2, epoch: 0 });
    const next = await nextPlace(server, { generation: 5, epoch: 0 }, light);
    expect(next.generation).toBe(6);
    expect(asked).toEqual([5]);
  });

  it('does not seal under an older space key because a server says so', async () => {
    const { server } = serverAt({ generation: 3, epoch: 0 }, { epoch: 0, known: 1 });
    await expect(nextPlace(server, { generation: 2, epoch: 1 }, light)).rejects.toMatchObject({
      code: 'server_error',
    });
  });
});
