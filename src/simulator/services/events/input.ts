/** The input of a target: the whole event, a part, a constant, or a text template. */

import type { SimulatedEvent } from './event.ts';
import type { RuleTarget } from './state.ts';

export function transformed(target: RuleTarget, event: SimulatedEvent): unknown {
  if (target.Input !== undefined) return JSON.parse(target.Input);
  if (target.InputPath !== undefined) return at(event, target.InputPath);
  const { InputTransformer } = target;
  if (!InputTransformer) return event;
  const { InputPathsMap = {}, InputTemplate } = InputTransformer;
  return InputTemplate.replace(/<([\w.-]+)>/g, (_all, name: string) => {
    const path = InputPathsMap[name];
    const value = path === undefined ? undefined : at(event, path);
    return typeof value === 'string' ? value : JSON.stringify(value ?? '');
  });
}

/** `$.detail.name`, and `$` for all of it. */
function at(event: unknown, path: string): unknown {
  const keys = path
    .replace(/^\$\.?/, '')
    .split('.')
    .filter((key) => key.length > 0);
  let value = event;
  for (const key of keys) {
    value = (value as Readonly<Record<string, unknown>> | undefined)?.[key];
  }
  return value;
}
