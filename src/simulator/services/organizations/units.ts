/** Creates, renames and deletes OUs. */

import type { Organizations } from '@aws-sdk/client-organizations';
import { AwsError } from '../../../wire/aws-error.ts';
import type { Handlers } from '../../service.ts';
import { addOu } from '../../world/change-organization.ts';
import { ancestry, type OrganizationNode } from '../../world/organization.ts';
import type { World } from '../../world/world.ts';
import { requireManagement } from './access.ts';
import { constraint, invalidInput } from './errors.ts';
import { ouOf, parentOf } from './find.ts';
import { toOu } from './shapes.ts';
import { checkTags, writeTags } from './tags.ts';

const maxUnits = 2_000;
/** The root does not count. */
const maxDepth = 5;

export const unitHandlers: Handlers<Organizations> = {
  CreateOrganizationalUnit: ({ ParentId, Name, Tags = [] }, context) => {
    requireManagement(context);
    const { world } = context;
    const { organization } = world;
    const parent = parentOf(world, ParentId);
    checkName(world, parent, Name);
    const tags = checkTags(Tags);
    if (ancestry(organization, parent.id).length > maxDepth) {
      throw constraint(
        'OU_DEPTH_LIMIT_EXCEEDED',
        'You have exceeded the allowed depth of the tree.',
      );
    }
    if (organization.nodes.size > maxUnits) {
      throw constraint('OU_NUMBER_LIMIT_EXCEEDED', 'You have exceeded the allowed number of OUs.');
    }
    const unit = addOu(world, Name, parent.id);
    writeTags(organization.tags, unit.id, tags);
    return { OrganizationalUnit: toOu(world, unit) };
  },

  UpdateOrganizationalUnit: ({ OrganizationalUnitId, Name }, context) => {
    requireManagement(context);
    const { world } = context;
    const unit = ouOf(world, OrganizationalUnitId);
    if (Name !== undefined && Name !== unit.name) {
      checkName(world, parentOf(world, unit.parentId ?? ''), Name);
      unit.name = Name;
    }
    return { OrganizationalUnit: toOu(world, unit) };
  },

  DeleteOrganizationalUnit: ({ OrganizationalUnitId }, context) => {
    requireManagement(context);
    const { organization } = context.world;
    const unit = ouOf(context.world, OrganizationalUnitId);
    if (unit.ouIds.size > 0 || unit.accountIds.size > 0) {
      throw new AwsError('OrganizationalUnitNotEmptyException', 'The specified OU is not empty.');
    }
    organization.nodes.delete(unit.id);
    organization.nodes.get(unit.parentId ?? '')?.ouIds.delete(unit.id);
    organization.attachments.delete(unit.id);
    organization.tags.delete(unit.id);
    return {};
  },
};

function checkName(world: World, parent: OrganizationNode, name: string): void {
  if (name.length === 0) throw invalidInput('MIN_LENGTH_EXCEEDED');
  if (name.length > 128) throw invalidInput('MAX_LENGTH_EXCEEDED');
  const isTaken = [...parent.ouIds].some((id) => world.organization.nodes.get(id)?.name === name);
  if (isTaken) {
    const message = 'An OU with the same name already exists in the specified parent.';
    throw new AwsError('DuplicateOrganizationalUnitException', message);
  }
}
