/** What a browser tells about itself. */
export interface BrowserTraits {
  readonly userAgent: string;
  /** Fingers that it can tell apart: an iPad calls itself a Mac, which has none. */
  readonly touchPoints: number;
}

/** The first that is found counts: most browsers also name those that they are made after. */
const browsers: readonly (readonly [RegExp, string])[] = [
  [/\bEdg(?:A|iOS)?\//, 'Edge'],
  [/\b(?:OPR|OPT)\//, 'Opera'],
  [/\bVivaldi\//, 'Vivaldi'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Chrome|CriOS|Chromium)\//, 'Chrome'],
  [/\bVersion\/[\d.]+.*\bSafari\//, 'Safari'],
];

const systems: readonly (readonly [RegExp, string])[] = [
  [/\biPhone\b/, 'an iPhone'],
  [/\biPad\b/, 'an iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bCrOS\b/, 'a Chromebook'],
  [/\bMacintosh\b/, 'a Mac'],
  [/\bLinux\b/, 'Linux'],
];

function found(list: typeof browsers, text: string): string | undefined {
  return list.find(([pattern]) => pattern.test(text))?.[1];
}

/** A device in the words that its owner knows it by, without versions: "Firefox on Android". */
export function deviceName({ userAgent, touchPoints }: BrowserTraits): string {
  const browser = found(browsers, userAgent) ?? 'A browser';
  const system = found(systems, userAgent);
  if (system === undefined) return browser;
  return `${browser} on ${system === 'a Mac' && touchPoints > 1 ? 'an iPad' : system}`;
}
