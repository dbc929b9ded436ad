import {
  baseKeymap,
  chainCommands,
  lift,
  splitBlock,
  toggleMark,
  wrapIn,
} from '@tiptap/pm/commands';
import { keymap } from '@tiptap/pm/keymap';
import type { Mark, Node, ResolvedPos } from '@tiptap/pm/model';
import { liftListItem, sinkListItem, splitListItem, wrapInList } from '@tiptap/pm/schema-list';
import { Selection, type Command, type EditorState, type Plugin } from '@tiptap/pm/state';
import { limits } from '../../../domain/needs/limits.ts';
import { schema, type Form } from './schema.ts';

/** The innermost list or quotation around a place, or null. */
export function formAt($from: ResolvedPos): Form | null {
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    const { name } = $from.node(depth).type;
    if (name === 'bulletList' || name === 'orderedList' || name === 'blockquote') return name;
  }
  return null;
}

/** Makes a list or a quotation of the paragraphs that are selected; of one that is one already, paragraphs again. */
export function toggleForm(form: Form): Command {
  return (state, dispatch) => {
    const around = formAt(state.selection.$from);
    if (form === 'blockquote') {
      // A list holds no quotation, and a quotation no other.
      if (around !== null && around !== 'blockquote') return false;
      return around === null
        ? wrapIn(schema.nodes.blockquote)(state, dispatch)
        : lift(state, dispatch);
    }
    if (around === form) return liftListItem(schema.nodes.listItem)(state, dispatch);
    if (around === 'bulletList' || around === 'orderedList')
      return changeList(form, state, dispatch);
    return wrapInList(schema.nodes[form])(state, dispatch);
  };
}

/** Numbers a list of points, or the other way round. */
function changeList(form: Form, state: EditorState, dispatch?: Parameters<Command>[1]): boolean {
  const { $from } = state.selection;
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    const { name } = $from.node(depth).type;
    if (name !== 'bulletList' && name !== 'orderedList') continue;
    dispatch?.(state.tr.setNodeMarkup($from.before(depth), schema.nodes[form]));
    return true;
  }
  return false;
}

/** One list deeper, as far as lists may go. */
const sink: Command = (state, dispatch) => {
  const { $from } = state.selection;
  let lists = 0;
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    if ($from.node(depth).type === schema.nodes.listItem) lists += 1;
  }
  return lists < limits.listDepth && sinkListItem(schema.nodes.listItem)(state, dispatch);
};

/** Backspace at the beginning of a point or a quotation takes it out, and the words stay. */
const liftAtStart: Command = (state, dispatch) => {
  const { $from, empty } = state.selection;
  if (!empty || $from.parentOffset > 0 || formAt($from) === null) return false;
  return formAt($from) === 'blockquote'
    ? lift(state, dispatch)
    : liftListItem(schema.nodes.listItem)(state, dispatch);
};

/** An empty line in a quotation ends it. */
const leaveQuote: Command = (state, dispatch) => {
  const { $from } = state.selection;
  if ($from.parent.content.size > 0 || formAt($from) !== 'blockquote') return false;
  return lift(state, dispatch);
};

/** A stretch of words that lead to one address. */
export interface Linked {
  readonly href: string;
  readonly from: number;
  readonly to: number;
}

/** The link around the cursor or the selection's start, or null. */
export function linkAt(state: EditorState): Linked | null {
  // Everything selected begins outside of the first paragraph.
  const { $from } = state.selection.$from.parent.isTextblock
    ? state.selection
    : Selection.atStart(state.doc);
  const paragraph = $from.parent;
  const start = $from.start();
  let found: Linked | null = null;
  let before: Linked | null = null;
  paragraph.forEach((child, offset) => {
    const href = hrefOf(child);
    const piece = { from: start + offset, to: start + offset + child.nodeSize };
    // Bold words within a link are pieces of the same one.
    if (href === null) before = null;
    else if (before?.href === href && before.to === piece.from)
      before = { ...before, to: piece.to };
    else before = { href, ...piece };
    if (before !== null && $from.pos >= before.from && $from.pos <= before.to) found = before;
  });
  return found;
}

function hrefOf(node: Node): string | null {
  const mark: Mark | undefined = schema.marks.link.isInSet(node.marks);
  const href: unknown = mark?.attrs.href;
  return typeof href === 'string' && href !== '' ? href : null;
}

/**
 * The keys of a text. Tab is none of them: it leads to the next control.
 * @param takeBack gives back what was typed for a list or a quotation, right after it was made of that
 */
export function textKeys(undoing: (step: 'undo' | 'redo') => Command, takeBack: Command): Plugin[] {
  const item = schema.nodes.listItem;
  return [
    keymap({
      'Mod-z': undoing('undo'),
      'Mod-y': undoing('redo'),
      'Shift-Mod-z': undoing('redo'),
      'Mod-b': toggleMark(schema.marks.bold),
      'Mod-i': toggleMark(schema.marks.italic),
      'Shift-Mod-7': toggleForm('orderedList'),
      'Shift-Mod-8': toggleForm('bulletList'),
      'Shift-Mod-9': toggleForm('blockquote'),
      'Mod-]': sink,
      'Mod-[': liftListItem(item),
      Enter: chainCommands(splitListItem(item), liftListItemWhenEmpty, leaveQuote),
      Backspace: chainCommands(takeBack, liftAtStart),
      // A new line is a paragraph, with or without Shift: one kind of line break is enough here.
      'Shift-Enter': splitBlock,
    }),
    keymap(baseKeymap),
  ];
}

const liftListItemWhenEmpty: Command = (state, dispatch) =>
  state.selection.$from.parent.content.size === 0 &&
  liftListItem(schema.nodes.listItem)(state, dispatch);
