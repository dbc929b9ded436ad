import type { HeldSpace } from '../../../session/open-holdings.ts';
import { sayMoment, type Part } from '../page.ts';
import { nameOfSlot } from './people.ts';

const standings = { open: 'Open', paused: 'Paused', closed: 'Closed' } as const;

/** The space itself: what it is called, and who the two are. */
export const spaceItself: Part<Pick<HeldSpace, 'space'>> = ({ space }) =>
  Promise.resolve([
    {
      name: 'Your space: its name and yours',
      read: () => {
        const { me, partner, status, pausedUntil } = space;
        const people = [me, ...(partner === null ? [] : [partner])];
        return Promise.resolve({
          pages: [
            {
              name: 'space',
              title: space.name || 'Your space',
              blocks: [
                {
                  kind: 'facts' as const,
                  facts: [
                    ['You', nameOfSlot(space, me.slot)] as const,
                    ...(partner === null
                      ? []
                      : [['Your partner', nameOfSlot(space, partner.slot)] as const]),
                    ['The space is', standings[status]] as const,
                    ...(pausedUntil === null
                      ? []
                      : [['Paused until', sayMoment(pausedUntil)] as const]),
                  ],
                },
              ],
              data: { kind: 'space', id: space.id, name: space.name, status, pausedUntil, people },
            },
          ],
          unopened: [
            ...(space.name === '' ? ['The name of your space'] : []),
            ...people.filter(({ name }) => name === '').map(() => 'The name of one of you'),
          ],
        });
      },
    },
  ]);
