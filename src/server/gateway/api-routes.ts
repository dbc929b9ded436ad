/** Endpoints of the Supabase API that the app uses; everything else answers 404, so that a new one of the API's is not open by accident. */
const authRoutes: Readonly<Record<string, readonly string[]>> = {
  '/auth/v1/signup': ['POST'],
  '/auth/v1/token': ['POST'],
  '/auth/v1/user': ['GET', 'PUT'],
  '/auth/v1/logout': ['POST'],
  '/auth/v1/recover': ['POST'],
  '/auth/v1/resend': ['POST'],
  '/auth/v1/verify': ['GET', 'POST'],
  '/auth/v1/reauthenticate': ['GET'],
  '/auth/v1/.well-known/jwks.json': ['GET'],
};
const restRoute = /^\/rest\/v1\/(?:rpc\/)?[a-z][a-z0-9_]{0,62}$/;
const restMethods = ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE'];

export function isApiPath(pathname: string): boolean {
  return pathname.startsWith('/auth/v1/') || pathname.startsWith('/rest/v1/');
}

/** Whether the app's API has this method at this path. */
export function isServed(method: string, pathname: string): boolean {
  const methods = restRoute.test(pathname) ? restMethods : authRoutes[pathname];
  return methods?.includes(method) === true;
}
