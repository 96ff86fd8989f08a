/** The handlers of all routes, for a process that runs every function: a rehearsal, or a redrive of dead letters. */

import type { RouteHandlers } from '../lifecycle/handlers/event-handler.ts';
import { type RouteName, routeNames } from '../lifecycle/routes/routes.ts';
import * as routeHandlers from './route-handlers.ts';

const makers: Readonly<Record<RouteName, routeHandlers.MakeHandler>> = routeHandlers;

export function createHandlers(access: routeHandlers.FunctionAccess): RouteHandlers {
  const made = routeNames.map((name) => [name, makers[name](access)] as const);
  return Object.fromEntries(made) as unknown as RouteHandlers;
}
