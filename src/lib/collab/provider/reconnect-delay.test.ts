import { describe, expect, it } from 'vitest';
import { closeCode } from '../protocol/frames.ts';
import { afterClose } from './reconnect-delay.ts';

describe('after the relay has closed the connection', () => {
  it.each([
    [closeCode.notYours, 'not_yours'],
    [closeCode.deleted, 'deleted'],
    [closeCode.tooLarge, 'too_large'],
    [1009, 'too_large'],
  ])('code %i ends the attempts', (code, stop) => {
    expect(afterClose(code, 1, 0.5)).toEqual({ stop });
  });

  it('asks where the document is when it is in another generation', () => {
    expect(afterClose(closeCode.generationOver, 1, 0.5)).toEqual({ moved: true });
  });

  it('asks for a new ticket at once when the old one was spent, but not in a circle', () => {
    expect(afterClose(closeCode.ticketSpent, 1, 0.5)).toEqual({ wait: 0 });
    expect(afterClose(closeCode.ticketSpent, 2, 0)).toEqual({ wait: 250 });
  });

  it('waits longer when it was too much', () => {
    expect(afterClose(closeCode.tooMuch, 1, 0)).toEqual({ wait: 5_125 });
  });

  it.each([closeCode.restarting, 1006, 1000, null])(
    'comes again after code %s, ever more slowly, up to 10 seconds',
    (code) => {
      const waits = [1, 2, 3, 4, 8, 40].map((failures) => afterClose(code, failures, 1));
      expect(waits).toEqual([250, 500, 1_000, 2_000, 10_000, 10_000].map((wait) => ({ wait })));
    },
  );

  it('spreads the devices that lost the same relay over half of the time', () => {
    expect(afterClose(null, 4, 0)).toEqual({ wait: 1_000 });
    expect(afterClose(null, 4, 0.5)).toEqual({ wait: 1_500 });
  });
});
