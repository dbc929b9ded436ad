/** Length of a text in Unicode code points, so that an emoji outside the basic plane counts once and not twice. */
export function countCharacters(text: string): number {
  let surrogatePairs = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit < 0xd800 || unit > 0xdbff) continue;
    const next = text.charCodeAt(at + 1);
    if (next >= 0xdc00 && next <= 0xdfff) surrogatePairs++;
  }
  return text.length - surrogatePairs;
}
