/** The shape of a parsed template. */

import type { TemplateMembers } from './value.ts';

export interface TemplateResource {
  readonly Type: string;
  readonly Properties: TemplateMembers;
  readonly Condition?: string;
  readonly DependsOn: readonly string[];
  readonly DeletionPolicy: string;
  readonly UpdateReplacePolicy: string;
}

export interface TemplateParameter extends TemplateMembers {
  readonly Type: string;
}

interface TemplateOutput {
  readonly Value: unknown;
  readonly Description?: string;
  readonly Condition?: string;
  readonly Export?: { readonly Name: unknown };
}

export interface Template {
  readonly Description?: string;
  readonly Metadata?: unknown;
  readonly Parameters: Readonly<Record<string, TemplateParameter>>;
  readonly Mappings: TemplateMembers;
  readonly Conditions: TemplateMembers;
  readonly Rules: TemplateMembers;
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  readonly Outputs: Readonly<Record<string, TemplateOutput>>;
  /** Logical ids: the resources of a wave do not depend on each other. */
  readonly waves: readonly (readonly string[])[];
  /** Logical ids: each after the resources that it depends on. */
  readonly order: readonly string[];
}
