/** Endpoints of the Supabase API that the app uses; everything else answers 404, so that a new one of the API's is not open by accident. */
const authRoutes: Readonly<Record<string, readonly string[]>> = {
  '/auth/v1/signup': ['POST'],
  '/auth/v1/token': ['POST'],
  '/auth/v1/logout': ['POST'],
  '/auth/v1/recover': ['POST'],
  '/auth/v1/verify': ['POST'],
  '/auth/v1/user': ['PUT'],
};
const tableRoute = /^\/rest\/v1\/[a-z][a-z0-9_]{0,62}$/;
const tableMethods = ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE'];
const functionRoute = /^\/rest\/v1\/rpc\/[a-z][a-z0-9_]{0,62}$/;
/** Arguments travel in the body: an address would be kept by every proxy on the way. */
const functionMethods = ['POST'];

export function isApiPath(pathname: string): boolean {
  return pathname.startsWith('/auth/v1/') || pathname.startsWith('/rest/v1/');
}

/** Whether the app's API has this method at this path. */
export function isServed(method: string, pathname: string): boolean {
  if (tableRoute.test(pathname)) return tableMethods.includes(method);
  if (functionRoute.test(pathname)) return functionMethods.includes(method);
  return authRoutes[pathname]?.includes(method) === true;
}
