/** Projects: create, describe, update, delete. */

import { AwsError } from '../../../wire/aws-error.ts';
import { callPage } from '../../call-page.ts';
import type { CallContext } from '../../service.ts';
import { perWorld } from '../../world/service-state.ts';
import type { World } from '../../world/world.ts';
import {
  arnOf,
  bareName,
  type CodeBuildScope,
  codeBuildScope,
  projectAt,
} from './codebuild-scope.ts';
import { checkDefinition, checkName, type ProjectInput, redefined } from './definition.ts';
import { invalid } from './errors.ts';
import type { Definition, Project } from './resources.ts';
import { checkServiceRole } from './service-role.ts';
import { buildsAtOnce } from './settings.ts';

interface ListInput {
  readonly sortBy?: string;
  readonly sortOrder?: string;
  readonly nextToken?: string;
}

export const projectHandlers = {
  CreateProject: (input: ProjectInput, context: CallContext) => {
    const place = codeBuildScope(context);
    const { projects } = place.state;
    checkName(input.name);
    const arn = arnOf(place, 'project', input.name);
    const definition = sharing(place.world, redefined(emptyDefinition(place), input));
    checkDefinition(definition, buildsAtOnce(place.world));
    if (projects.has(input.name)) {
      throw new AwsError('ResourceAlreadyExistsException', `Project already exists: ${arn}`);
    }
    checkServiceRole(place, definition.serviceRole, arn);
    const project: Project = {
      name: input.name,
      arn,
      createdAt: context.now,
      modifiedAt: context.now,
      definition,
      tags: readTags(input.tags),
      builds: 0,
    };
    projects.set(project.name, project);
    return { project: described(project) };
  },

  UpdateProject: (input: ProjectInput, context: CallContext) => {
    const place = codeBuildScope(context);
    const project = projectAt(place, input.name);
    const definition = sharing(place.world, redefined(project.definition, input));
    checkDefinition(definition, buildsAtOnce(place.world));
    if (input.serviceRole !== undefined) checkServiceRole(place, input.serviceRole, project.arn);
    project.definition = definition;
    project.modifiedAt = context.now;
    // Tags in the input replace all existing tags.
    if (input.tags) project.tags = readTags(input.tags);
    return { project: described(project) };
  },

  BatchGetProjects: ({ names }: { readonly names: readonly string[] }, context: CallContext) => {
    checkCount('names', names);
    const { projects } = codeBuildScope(context).state;
    const found = [...new Set(names)].map((name) => [name, projects.get(bareName(name))] as const);
    return {
      projects: found.flatMap(([, project]) => (project ? [described(project)] : [])),
      projectsNotFound: found.flatMap(([name, project]) => (project ? [] : [name])),
    };
  },

  ListProjects: (input: ListInput, context: CallContext) => {
    const { sortBy = 'NAME', sortOrder = 'ASCENDING', nextToken } = input;
    const sorted = [...codeBuildScope(context).state.projects.values()].sort(orders[sortBy]);
    const page = callPage(
      context,
      {
        items: (sortOrder === 'DESCENDING' ? sorted.reverse() : sorted).map(({ name }) => name),
        key: (name) => name,
        token: nextToken,
        size: 100,
        scope: `projects ${sortBy} ${sortOrder}`,
        invalidToken: () => invalid('Invalid nextToken'),
      },
      'nextToken',
    );
    return { projects: page.items, ...page.token };
  },

  /** Succeeds without a project of that name, and keeps its builds. */
  DeleteProject: ({ name }: { readonly name: string }, context: CallContext) => {
    codeBuildScope(context).state.projects.delete(bareName(name));
    return {};
  },

  InvalidateProjectCache: (
    { projectName }: { readonly projectName: string },
    context: CallContext,
  ) => {
    projectAt(codeBuildScope(context), projectName);
    return {};
  },
};

type Order = (a: Project, b: Project) => number;
const byName: Order = (a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
const orders: Readonly<Record<string, Order>> = {
  NAME: byName,
  CREATED_TIME: (a, b) => a.createdAt - b.createdAt || byName(a, b),
  LAST_MODIFIED_TIME: (a, b) => a.modifiedAt - b.modifiedAt || byName(a, b),
};

export function checkCount(what: string, list: readonly string[]): void {
  if (list.length < 1 || list.length > 100) {
    throw invalid(`Invalid ${what}: there must be 1 to 100, but are ${list.length}`);
  }
}

function emptyDefinition({ world, account, region }: CodeBuildScope): Definition {
  return {
    source: { type: '' },
    artifacts: {},
    cache: { type: 'NO_CACHE' },
    environment: { type: '', image: '', computeType: '' },
    serviceRole: '',
    timeoutInMinutes: 60,
    queuedTimeoutInMinutes: 480,
    encryptionKey: `arn:${world.partition.name}:kms:${region}:${account.id}:alias/aws/s3`,
  };
}

const maxTags = 50;

function readTags(tags: ProjectInput['tags'] = []): ReadonlyMap<string, string> {
  if (tags.length > maxTags) throw invalid(`Cannot have more than ${maxTags} tags`);
  const read = new Map<string, string>();
  for (const { key = '', value = '' } of tags) {
    if (!/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u.test(key) || value.length > 256) {
      throw invalid(`Invalid tag: ${key}`);
    }
    if (/^aws:/i.test(key)) throw invalid('Tag keys must not begin with aws:');
    if (read.has(key)) throw invalid(`Duplicate tag key: ${key}`);
    read.set(key, value);
  }
  return read;
}

function described({ name, arn, createdAt, modifiedAt, definition, tags }: Project) {
  const { others, ...rest } = definition;
  return {
    name,
    arn,
    ...rest,
    ...others,
    created: new Date(createdAt),
    lastModified: new Date(modifiedAt),
    tags: [...tags].map(([key, value]) => ({ key, value })),
    badge: { badgeEnabled: false },
    projectVisibility: 'PRIVATE',
  };
}

const textsOf = perWorld(() => new Map<string, string>());
const maxTexts = 256;

/** Ten thousand projects have the same few buildspecs: each text is stored once, however often it was received. */
function sharing(world: World, definition: Definition): Definition {
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
