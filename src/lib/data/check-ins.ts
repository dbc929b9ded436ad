import * as z from 'zod/mini';
import { openText, sealText, type SharedBranch } from '../crypto/index.ts';
import type { Answers } from '../domain/check-in/answers.ts';
import {
  checkInStatuses,
  type Answer,
  type CheckIn,
  type Slot,
} from '../domain/check-in/check-in.ts';
import { isPromptKey, promptKeys, type PromptKey } from '../domain/check-in/prompts.ts';
import { Failure, toFailure } from '../domain/failure/failure.ts';
import { ask, askAll, slot, tell, timestamp, uuid } from './ask.ts';
import { createCheckInDrafts } from './check-in-drafts.ts';
import type { Client } from './client.ts';
import { fixedKeys, LivingKey } from './living-keys.ts';
import { openOrNull } from './open-or-null.ts';
import { sealed } from './sealed.ts';
import type { OpenedSpace } from './space-keys.ts';

export type CheckIns = ReturnType<typeof createCheckIns>;

const columns =
  'id, status, document_id, started_by, started_at, revealed_at, closed_at, check_in_seals(slot, sealed_at), documents(generation, epoch)';
const rowSchema = z.object({
  id: uuid,
  status: z.enum(checkInStatuses),
  document_id: uuid,
  started_by: z.nullable(uuid),
  started_at: timestamp,
  revealed_at: z.nullable(timestamp),
  closed_at: z.nullable(timestamp),
  check_in_seals: z.array(z.object({ slot, sealed_at: timestamp })),
  documents: z.nullable(z.object({ generation: z.int(), epoch: z.int() })),
});
const answerSchema = z.object({ slot, prompt: z.string(), answer_sealed: sealed });

/** The check-ins of a space. */
export function createCheckIns(
  client: Client,
  { space, key }: OpenedSpace,
  writer: { readonly userId: string; readonly shared: SharedBranch },
  keys = fixedKeys(key),
) {
  function answersKey(checkInId: string) {
    return new LivingKey(keys, { kind: 'check_in', object: checkInId, generation: 0 });
  }

  async function required(id: string): Promise<CheckIn> {
    const found = await checkIns.get(id);
    if (found === null) throw new Failure('not_found');
    return found;
  }

  async function open(): Promise<CheckIn | null> {
    const rows = await ask(
      client
        .from('check_ins')
        .select(columns)
        .eq('space_id', space.id)
        .neq('status', 'closed')
        .limit(1),
      z.array(rowSchema),
    );
    return rows[0] === undefined ? null : checkInOf(rows[0]);
  }

  const checkIns = {
    ...createCheckInDrafts(client, writer),

    /** All check-ins, the newest first. */
    async list(): Promise<readonly CheckIn[]> {
      const rows = await askAll(
        () =>
          client
            .from('check_ins')
            .select(columns)
            .eq('space_id', space.id)
            .order('started_at', { ascending: false })
            .order('id'),
        rowSchema,
      );
      return rows.map(checkInOf);
    },

    async get(id: string): Promise<CheckIn | null> {
      const row = await ask(
        client
          .from('check_ins')
          .select(columns)
          .eq('space_id', space.id)
          .eq('id', id)
          .maybeSingle(),
        z.nullable(rowSchema),
      );
      return row === null ? null : checkInOf(row);
    },

    /** Starts a check-in, or returns the one that is open: nobody can start a second one beside it. @throws Failure `space_closed` */
    async start(id: string = crypto.randomUUID()): Promise<CheckIn> {
      try {
        await tell(
          client.rpc('start_check_in', {
            space_id: space.id,
            check_in_id: id,
            document_id: crypto.randomUUID(),
          }),
        );
      } catch (thrown) {
        const running = toFailure(thrown).code === 'check_in_already_open' ? await open() : null;
        if (running === null) throw thrown;
        return running;
      }
      return required(id);
    },

    /**
     * Seals this person's answers, empty ones included, so that nothing shows which were left open. The second seal reveals both sets. Sent
     * again after a lost answer it changes nothing, as long as the answers are the same.
     * @throws Failure `check_in_sealed` when other answers were sealed before, `check_in_closed`, `space_closed`
     */
    async seal(id: string, answers: Answers): Promise<CheckIn> {
      const key = await answersKey(id).now();
      const sent = await Promise.all(
        promptKeys.map(async (prompt) => ({
          prompt,
          answer_sealed: await sealText(
            key,
            answerBinding(space.id, id, space.me.slot, prompt),
            answers[prompt],
          ),
        })),
      );
      try {
        await tell(client.rpc('seal_answers', { check_in_id: id, answers: sent }));
      } catch (thrown) {
        // Sealing makes new envelopes each time; only here can it be seen that the words are the same.
        if (toFailure(thrown).code !== 'check_in_sealed') throw thrown;
        const stored = await checkIns.answers(id);
        const same = promptKeys.every((prompt) =>
          stored.some(
            (answer) =>
              answer.slot === space.me.slot &&
              answer.prompt === prompt &&
              answer.text === answers[prompt],
          ),
        );
        if (!same) throw thrown;
      }
      return required(id);
    },

    /** Takes the seal and the answers back, before the reveal only; the draft is still there. @throws Failure `check_in_sealed` after the reveal */
    async withdraw(id: string): Promise<CheckIn> {
      await tell(client.rpc('withdraw_seal', { check_in_id: id }));
      return required(id);
    },

    /** The answers that this person may see: their own, and after the reveal both sets, in the order of the prompts. */
    async answers(id: string): Promise<readonly Answer[]> {
      const rows = await ask(
        client.from('check_in_answers').select('slot, prompt, answer_sealed').eq('check_in_id', id),
        z.array(answerSchema),
      );
      const key = answersKey(id);
      const answers = await Promise.all(
        rows.flatMap(({ slot: by, prompt, answer_sealed: text }) =>
          isPromptKey(prompt)
            ? [
                openOrNull(
                  key.open(text, (one, answer) =>
                    openText(one, answerBinding(space.id, id, by, prompt), answer),
                  ),
                ).then((words) => ({ slot: by, prompt, text: words })),
              ]
            : [],
        ),
      );
      return answers.sort(
        (a, b) => promptKeys.indexOf(a.prompt) - promptKeys.indexOf(b.prompt) || a.slot - b.slot,
      );
    },

    /**
     * Ends a check-in before its reveal: nothing that was sealed opens for the partner, and each still reads their own.
     * @throws Failure `changed_elsewhere` once both have sealed, `space_closed`
     */
    async putAway(id: string): Promise<CheckIn> {
      await tell(client.rpc('put_away_check_in', { check_in_id: id }));
      return required(id);
    },

    /** Closes a check-in after its reveal. @throws Failure `check_in_not_revealed` */
    async close(id: string): Promise<CheckIn> {
      await tell(client.rpc('close_check_in', { check_in_id: id }));
      return required(id);
    },
  };
  return checkIns;
}

function checkInOf(row: z.infer<typeof rowSchema>): CheckIn {
  return {
    id: row.id,
    status: row.status,
    documentId: row.document_id,
    generation: row.documents?.generation ?? 0,
    epoch: row.documents?.epoch ?? 0,
    startedBy: row.started_by,
    startedAt: row.started_at,
    revealedAt: row.revealed_at,
    closedAt: row.closed_at,
    seals: row.check_in_seals.map(({ slot: by, sealed_at: sealedAt }) => ({ slot: by, sealedAt })),
  };
}

/** Names the writer's place and the prompt: an answer put under the other name, or under another question, does not open. */
function answerBinding(spaceId: string, checkInId: string, by: Slot, prompt: PromptKey) {
  return {
    kind: 'value',
    owner: spaceId,
    object: checkInId,
    field: `check_in_answers.answer_sealed/${String(by)}/${prompt}`,
    generation: 0,
  } as const;
}
