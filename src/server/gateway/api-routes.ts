/**
 * Endpoints of the Supabase API that the app uses; everything else answers 404, so that a new one of the API's is not open by accident.
 * `PUT /auth/v1/user` is left out on purpose: with a token alone it would exchange the password, and so lock its owner out.
 */
const authRoutes: Readonly<Record<string, readonly string[]>> = {
  '/auth/v1/signup': ['POST'],
  '/auth/v1/token': ['POST'],
  '/auth/v1/logout': ['POST'],
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
