/** Pages of AWS's guide that say what a case of the permission table expects. */

export const guide = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/';

export type GuidePage =
  | 'access_policies_boundaries.html'
  | 'reference_policies_condition-logic-multiple-context-keys-or-values.html'
  | 'reference_policies_condition-single-vs-multi-valued-context-keys.html'
  | 'reference_policies_elements_action.html'
  | 'reference_policies_elements_condition.html'
  | 'reference_policies_elements_condition_operators.html'
  | 'reference_policies_elements_effect.html'
  | 'reference_policies_elements_notaction.html'
  | 'reference_policies_elements_notprincipal.html'
  | 'reference_policies_elements_notresource.html'
  | 'reference_policies_elements_principal.html'
  | 'reference_policies_elements_resource.html'
  | 'reference_policies_elements_sid.html'
  | 'reference_policies_elements_version.html'
  | 'reference_policies_evaluation-logic-cross-account.html'
  | 'reference_policies_evaluation-logic_policy-eval-basics.html'
  | 'reference_policies_evaluation-logic_policy-eval-denyallow.html'
  | 'reference_policies_grammar.html'
  | 'reference_policies_variables.html';
