/** Ten thousand projects have the same few buildspecs: each text is stored once, however often it was received. */

import { perWorld } from '../../world/service-state.ts';
import type { World } from '../../world/world.ts';
import type { Definition } from './resources.ts';

const textsOf = perWorld(() => new Map<string, string>());
const maxTexts = 256;

export function sharing(world: World, definition: Definition): Definition {
  const { buildspec } = definition.source;
  if (buildspec === undefined) return definition;
  const texts = textsOf(world);
  const known = texts.get(buildspec);
  if (known === undefined) {
    if (texts.size >= maxTexts) texts.clear();
    texts.set(buildspec, buildspec);
  }
  return { ...definition, source: { ...definition.source, buildspec: known ?? buildspec } };
}
