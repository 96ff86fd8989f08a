/** The order in which resources are created, in waves: each wave depends on those before it only. */

import { namesIn } from './references.ts';
import type { TemplateResource } from './shape.ts';
import { TemplateError } from './template-error.ts';

type Resources = Readonly<Record<string, TemplateResource>>;

export function wavesOf(resources: Resources): readonly (readonly string[])[] {
  const order = new Set<string>();
  const waves: string[][] = [];
  let waiting = Object.keys(resources).map((id) => [id, dependenciesOf(id, resources)] as const);
  while (waiting.length > 0) {
    const ready = waiting.filter(([, needed]) => needed.every((id) => order.has(id)));
    if (ready.length === 0) throw circular(waiting);
    waves.push(ready.map(([id]) => id));
    for (const [id] of ready) order.add(id);
    waiting = waiting.filter(([id]) => !order.has(id));
  }
  return waves;
}

function dependenciesOf(id: string, resources: Resources): readonly string[] {
  const { Properties, DependsOn } = resources[id] as TemplateResource;
  return [...new Set([...namesIn(Properties), ...DependsOn])].filter((name) => name in resources);
}

/** Names the resources in cycles, without those that only depend on them. */
function circular(waiting: readonly (readonly [string, readonly string[]])[]): TemplateError {
  let left = [...waiting];
  const isNeeded = (id: string) => left.some(([, needed]) => needed.includes(id));
  for (let before = -1; before !== left.length; ) {
    before = left.length;
    left = left.filter(([id]) => isNeeded(id));
  }
  const ids = left.map(([id]) => id);
  return new TemplateError(`Circular dependency between resources: [${ids.join(', ')}]`);
}
