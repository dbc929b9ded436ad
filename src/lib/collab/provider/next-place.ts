import { Failure } from '../../domain/failure/failure.ts';
import type { DocumentServer, Place } from './types.ts';

/**
 * Where a device goes on that is at `here`: where the document is, once it has been moved on if it must be. It must be when this device
 * finds it too heavy, when it is behind the space key, and when the server shows a generation that this device has left: nobody writes
 * in an earlier one again.
 * @returns a place of a later generation, or `here` when there is nothing to do
 * @throws Failure of the server, or `server_error` when it does not do as it says
 */
export async function nextPlace(
  server: DocumentServer,
  here: Place,
  { heavy }: { readonly heavy: boolean },
): Promise<Place> {
  const shown = await server.look();
  const epoch = Math.max(here.epoch, server.newestEpoch());
  const isHere = shown.generation === here.generation && shown.epoch === here.epoch;
  if (isHere && here.epoch >= epoch && !heavy) return here;
  if (shown.generation > here.generation && shown.epoch >= epoch) return shown;
  const moved = await server.moveOn(Math.max(here.generation, shown.generation));
  if (moved.generation <= here.generation || moved.epoch < epoch) throw new Failure('server_error');
  return moved;
}
