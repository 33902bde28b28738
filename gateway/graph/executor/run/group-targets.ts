import type { RepresentationForm, Representations } from '../plan/representation.ts';
import { type AnswerObject, writeOwn } from '../response/answer-object.ts';
import { type Holder, visitTargets } from './targets.ts';

/** The part of a run that is known so far. */
export interface KnownData {
  readonly data: AnswerObject;
  /** Objects and lists that stand at several places of `data`. */
  readonly shared: Set<object>;
  /** The targets that were found at a path, until there are other objects. */
  readonly found: Map<readonly string[], readonly AnswerObject[]>;
}

/** The objects that have one representation. */
export interface TargetGroup {
  /** Its JSON text. */
  readonly text: string;
  readonly targets: AnswerObject[];
}

/**
 * Finds the objects at a path and writes each different representation once. Of the objects that are nothing but their representation,
 * equal ones become one that stands at all their places: from then on it is visited, merged into and written once.
 */
export function groupTargets(
  known: KnownData,
  path: readonly string[],
  representations: Representations,
): readonly TargetGroup[] {
  const grouping = new Grouping(representations);
  const found = known.found.get(path);
  if (found) {
    for (const target of found) grouping.add(target, false);
    return grouping.groups;
  }
  const targets: AnswerObject[] = [];
  visitTargets(known.data, path, known.shared, (target, holder, key) => {
    const equal = grouping.add(target, holder !== undefined);
    if (equal === undefined || holder === undefined) targets.push(target);
    else {
      replaceBy(equal, holder, key);
      known.shared.add(equal);
    }
  });
  known.found.set(path, targets);
  return grouping.groups;
}

function replaceBy(whole: AnswerObject, holder: Holder, key: string | number): void {
  if (typeof key === 'string') writeOwn(holder as AnswerObject, key, whole);
  else (holder as unknown[])[key] = whole;
}

/** The values of the leaves of representations, one after the other. */
interface Branch {
  readonly next: Map<unknown, Branch>;
  group: TargetGroup | undefined;
  /** An object of the group that is nothing but its representation. */
  whole: AnswerObject | undefined;
}

class Grouping {
  readonly groups: TargetGroup[] = [];
  readonly #representations: Representations;
  readonly #byForm = new Map<RepresentationForm, Branch>();
  readonly #byText = new Map<string, TargetGroup>();

  constructor(representations: Representations) {
    this.#representations = representations;
  }

  /**
   * Adds an object to its group.
   *
   * @param isReplaceable true if an equal object may take its place
   * @returns the object to take its place, which is in the group already
   */
  add(target: AnswerObject, isReplaceable: boolean): AnswerObject | undefined {
    const form = this.#representations.findForm(target);
    const branch = form?.leaves && this.#findBranch(target, form, form.leaves);
    if (!form || !branch) {
      this.#addByText(target);
      return undefined;
    }
    if (isReplaceable && countMembers(target) === form.members.length) {
      if (branch.whole) return branch.whole;
      branch.whole = target;
    }
    if (branch.group) branch.group.targets.push(target);
    else branch.group = this.#addByText(target);
    return undefined;
  }

  /** @returns nothing if a leaf is missing, or none */
  #findBranch(target: AnswerObject, form: RepresentationForm, leaves: readonly string[]): Branch | undefined {
    let branch = this.#byForm.get(form) ?? addBranch(this.#byForm, form);
    for (const name of leaves) {
      const value = target[name];
      if (value === undefined || (typeof value === 'object' && value !== null)) return undefined;
      branch = branch.next.get(value) ?? addBranch(branch.next, value);
    }
    return branch;
  }

  #addByText(target: AnswerObject): TargetGroup | undefined {
    const text = this.#representations.write(target);
    if (text === undefined) return undefined;
    const known = this.#byText.get(text);
    if (known) {
      known.targets.push(target);
      return known;
    }
    const group: TargetGroup = { text, targets: [target] };
    this.#byText.set(text, group);
    this.groups.push(group);
    return group;
  }
}

function addBranch<Key>(branches: Map<Key, Branch>, key: Key): Branch {
  const branch: Branch = { next: new Map(), group: undefined, whole: undefined };
  branches.set(key, branch);
  return branch;
}

function countMembers(target: AnswerObject): number {
  let count = 0;
  for (const name in target) if (Object.hasOwn(target, name)) count += 1;
  return count;
}
