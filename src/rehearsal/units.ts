/**
 * The OUs of a rehearsal: those of the settings, nested as they may be anywhere in an organization. An entry with
 * `nested` also applies to the OUs below, so it has one.
 */

import type { Settings } from '../settings/settings.ts';
import type { SimulatedOrganization } from '../simulator/index.ts';

export interface RehearsalUnit {
  readonly id: string;
  /** Ids from the root down to this one. */
  readonly path: readonly string[];
}

/** Every second OU is below the one before it: the entry of the nearest OU must win. */
export function addUnits(
  organization: SimulatedOrganization,
  { organizationalUnits }: Settings,
): readonly RehearsalUnit[] {
  const root = { id: organization.rootId, path: [organization.rootId] };
  const add = (above: RehearsalUnit, name: string, id?: string): RehearsalUnit => {
    const added = organization.addOu({ name, parent: above.id, ...(id !== undefined && { id }) });
    return { id: added.id, path: [...above.path, added.id] };
  };
  const top = add(root, 'Personal accounts');
  const units: RehearsalUnit[] = [];
  let above = top;
  for (const { identifier, note, nested } of organizationalUnits.values()) {
    const unit = add(above, note ?? identifier, identifier);
    units.push(unit, ...(nested ? [add(unit, 'Below')] : []));
    above = above === top ? unit : top;
  }
  return units;
}
