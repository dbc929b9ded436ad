import {
  attachClosestEdge,
  extractClosestEdge,
} from '@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge';
import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine';
import {
  draggable,
  dropTargetForElements,
} from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import type { Attachment } from 'svelte/attachments';

export type Edge = 'top' | 'bottom';

export interface DragOptions {
  readonly id: () => string;
  /** Only items of one group can be put among one another. */
  readonly group: () => string;
  /** The element that is grabbed; the whole card would take text selection away. */
  readonly handle: () => HTMLElement | null;
  /** Where a card that is held over this one would go, or null. */
  readonly onover: (edge: Edge | null) => void;
  readonly ongrab: (grabbed: boolean) => void;
  /** Another card was let go at an edge of this one. */
  readonly ondrop: (draggedId: string, edge: Edge) => void;
}

function edgeOf(data: Record<string | symbol, unknown>): Edge {
  return extractClosestEdge(data) === 'top' ? 'top' : 'bottom';
}

/** Makes a card something to drag by its handle and to drop others beside. */
export function dragToReorder(options: DragOptions): Attachment<HTMLElement> {
  return (card) => {
    const handle = options.handle();
    if (handle === null) return;
    return combine(
      draggable({
        element: handle,
        getInitialData: () => ({ item: options.id(), group: options.group() }),
        onGenerateDragPreview: ({ nativeSetDragImage, location }) => {
          const box = card.getBoundingClientRect();
          const { clientX, clientY } = location.current.input;
          nativeSetDragImage?.(card, clientX - box.left, clientY - box.top);
        },
        onDragStart: () => {
          options.ongrab(true);
        },
        onDrop: () => {
          options.ongrab(false);
        },
      }),
      dropTargetForElements({
        element: card,
        canDrop: ({ source }) => source.data.group === options.group(),
        getData: ({ input, element }) =>
          attachClosestEdge({}, { input, element, allowedEdges: ['top', 'bottom'] }),
        onDrag: ({ self, source }) => {
          options.onover(source.data.item === options.id() ? null : edgeOf(self.data));
        },
        onDragEnter: ({ self, source }) => {
          options.onover(source.data.item === options.id() ? null : edgeOf(self.data));
        },
        onDragLeave: () => {
          options.onover(null);
        },
        onDrop: ({ self, source }) => {
          options.onover(null);
          const dragged = source.data.item;
          if (typeof dragged === 'string' && dragged !== options.id()) {
            options.ondrop(dragged, edgeOf(self.data));
          }
        },
      }),
    );
  };
}
