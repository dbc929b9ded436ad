import { toFailure } from '../../domain/failure/failure.ts';
import type { StretchAnswer, StretchQuestion } from './stretch-in-worker.ts';
import { stretchPassword } from './stretch.ts';

/** Runs Argon2id beside the page, so that the page stays alive, and answers once. */
addEventListener('message', (event: MessageEvent<StretchQuestion>) => {
  const { password, kdf } = event.data;
  stretchPassword(password, kdf).then(
    (stretched) => answer({ stretched }),
    (thrown: unknown) => answer({ failure: toFailure(thrown).code }),
  );
});

function answer(message: StretchAnswer): void {
  postMessage(message);
}
