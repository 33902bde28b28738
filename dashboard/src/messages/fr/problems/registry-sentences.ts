import type { TranslatedSentence } from '../../translate-sentences.ts';

/** Sentences about graphs, launches, approvals and keys, which the schema registry says. */
export const registrySentencesFr: readonly TranslatedSentence[] = [
  ['Nothing was published for this variant.', 'Rien n’a été publié pour cette variante.'],
  [
    '{ref} has no launch {number} that composed.',
    'Il n’y a pas de lancement {number} de {ref} dont la composition a réussi.',
  ],
  [
    'Of {ref}, {runs} by now, and not {expected}.',
    'Pour {ref}, un autre lancement que le {expected} est désormais en service.',
  ],
  [
    'The id of a change has 12 hexadecimal digits, as the check tells it.',
    'L’identifiant d’un changement a 12 chiffres hexadécimaux, comme la vérification l’indique.',
  ],
  ['A reason is needed.', 'Une raison est nécessaire.'],
  [
    'Reason and branch have at most {most} characters.',
    'La raison et la branche ont au plus {most} caractères.',
  ],
  [
    'Reason and branch are well-formed Unicode without the character U+0000.',
    'La raison ou la branche contient un caractère interdit.',
  ],
  ['An approval holds for 1 to {most} days.', 'Une approbation est valable de 1 à {most} jours.'],
  ['A key has one right or more.', 'Une clé a au moins un droit.'],
  ['The name of a key has 1 to {most} characters.', 'Le nom d’une clé a de 1 à {most} caractères.'],
  [
    'The name of a key is well-formed Unicode without the character U+0000.',
    'Le nom contient un caractère interdit.',
  ],
  [
    'The id of a graph has 1 to {most} letters, digits, _ and -, the first a letter.',
    'L’identifiant d’un graphe a de 1 à {most} lettres, chiffres, _ et -, d’abord une lettre.',
  ],
  ['A key is for at most {most} subgraphs.', 'Une clé est pour {most} sous-graphes au plus.'],
  [
    'Name subgraphs of the graph that the key is for.',
    'Choisissez des sous-graphes du graphe pour lequel est la clé.',
  ],
  [
    'There are {count} keys already; delete one first.',
    'Il y a déjà {count} clés ; supprimez-en une d’abord.',
  ],
  [
    'A key with this id was made before, and its text was shown then. Delete it and make another one.',
    'La clé a été créée par une tentative précédente, et son texte a été montré alors. Supprimez-la et créez-en une autre.',
  ],
  ['There is no key with this id.', 'Cette clé n’existe pas ou n’existe plus.'],
];
