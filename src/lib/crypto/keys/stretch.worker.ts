import { toFailure } from '../../domain/failure/failure.ts';
import { measureStretch } from './measure-stretch.ts';
import type { StretchAnswer, StretchQuestion, TrialQuestion } from './stretch-in-worker.ts';
import { stretchPassword } from './stretch.ts';

/** Runs Argon2id beside the page, so that the page stays alive, and answers once. */
addEventListener('message', ({ data }: MessageEvent<StretchQuestion | TrialQuestion>) => {
  const work: Promise<StretchAnswer> =
    'trial' in data
      ? measureStretch().then((trialMs) => ({ trialMs }))
      : stretchPassword(data.password, data.kdf).then((stretched) => ({ stretched }));
  work.then(answer, (thrown: unknown) => answer({ failure: toFailure(thrown).code }));
});

function answer(message: StretchAnswer): void {
  postMessage(message);
}
