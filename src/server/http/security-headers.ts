import type { ServerResponse } from 'node:http';

const always: Readonly<Record<string, string>> = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'permissions-policy':
    'accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), payment=(), publickey-credentials-create=(self), publickey-credentials-get=(self), usb=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

const sealedOff = "base-uri 'none'; object-src 'none'; frame-ancestors 'none'";
const contentPolicy = {
  // A page that is made for each visit replaces this by its own, with a nonce; one that was made at build time carries
  // its own in its head, and lacks there only what a head cannot say.
  page: `${sealedOff}; form-action 'self'`,
  // Holds inside workers, which take the policy of their own file.
  asset: `default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; form-action 'none'; ${sealedOff}`,
  data: `default-src 'none'; form-action 'none'; ${sealedOff}`,
} as const;

function policyFor(pathname: string): string {
  if (/^\/(?:auth|rest|collab)\//.test(pathname)) return contentPolicy.data;
  const isCode = pathname.startsWith('/_app/') || pathname === '/service-worker.js';
  return isCode ? contentPolicy.asset : contentPolicy.page;
}

/** Headers of every answer. `secure`: the visitor came over https, and shall from now on. */
export function setSecurityHeaders(response: ServerResponse, url: string, secure: boolean): void {
  for (const [name, value] of Object.entries(always)) response.setHeader(name, value);
  response.setHeader('content-security-policy', policyFor(url));
  if (secure) response.setHeader('strict-transport-security', 'max-age=31536000');
}
