/** What handles an event. */

import type { Lifecycle } from '../lifecycle.ts';
import type { RouteName } from '../routes/routes.ts';
import type { HandlerResult } from './handler-result.ts';

/** The invocation that a handler runs in. */
export interface HandlerContext {
  /** Milliseconds until the invocation is ended. */
  remainingMs(): number;
}

/** Throws what may be tried again. */
export type EventHandler = (
  lifecycle: Lifecycle,
  event: unknown,
  context: HandlerContext,
) => Promise<HandlerResult>;

/** The handler of every route. */
export type RouteHandlers = Readonly<Record<RouteName, EventHandler>>;
