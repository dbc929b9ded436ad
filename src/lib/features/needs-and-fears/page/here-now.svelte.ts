import type { Awareness } from 'y-protocols/awareness';
import { enter, otherPages, type People as Ids } from '../../../collab/documents/needs/presence.ts';

/** Who else has this document open now. */
export interface Here {
  readonly partner: boolean;
  /** Another window or device of one's own. */
  readonly meElsewhere: boolean;
}

/** Who is in the open document now, as long as it is open. */
export class HereNow {
  #here = $state.raw<Here>({ partner: false, meElsewhere: false });

  get here(): Here {
    return this.#here;
  }

  /** Says that this page is here and follows who else is; the result ends the following. */
  follow(awareness: Awareness, ids: Ids): () => void {
    enter(awareness, ids.me);
    const look = () => {
      const present = otherPages(awareness, ids).map((page) => page.who);
      const partner = present.includes('partner');
      const meElsewhere = present.includes('me_elsewhere');
      if (partner === this.#here.partner && meElsewhere === this.#here.meElsewhere) return;
      this.#here = { partner, meElsewhere };
    };
    look();
    awareness.on('change', look);
    return () => {
      awareness.off('change', look);
    };
  }
}
