/** A mail of the API's, with the words of `supabase/templates`. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly html: string;
}

/** The mail's words without its markup: our templates hold paragraphs and links whose text is their address. */
export function plainText(html: string): string {
  return html
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/<p> /g, '<p>')
    .replaceAll(/ ?<\/p> ?/g, '\n\n')
    .replaceAll(/<[^>]*>/g, '')
    .trim();
}
