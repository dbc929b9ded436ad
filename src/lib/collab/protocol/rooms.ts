const roomPattern =
  /^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\.(0|[1-9][0-9]{0,8})$/;

export interface Room {
  /** UUID of the row in `documents`. */
  readonly documentId: string;
  /** Generation of the outer document, from 0. */
  readonly generation: number;
}

/** The relay's name of one generation of one document: `<uuid>.<generation>`. */
export function roomName({ documentId, generation }: Room): string {
  return `${documentId}.${generation}`;
}

/** The room that a name stands for, or null when it is not such a name. */
export function parseRoomName(name: string): Room | null {
  const match = roomPattern.exec(name);
  if (match?.[1] === undefined || match[2] === undefined) return null;
  return { documentId: match[1], generation: Number(match[2]) };
}
