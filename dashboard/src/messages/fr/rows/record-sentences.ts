import type { TranslatedSentence } from '../../translate-sentences.ts';

/** Sentences about rows of a file, and about the rows of one invoice, in French. */
export const recordSentencesFr: readonly TranslatedSentence[] = [
  ['{problem} (byte {byte})', '{problem} (octet {byte})'],
  ['{problem} (cell {cell}, byte {byte})', '{problem} (cellule {cell}, octet {byte})'],
  [
    'the character NUL, which no text may have; is the file in another encoding (UTF-16)?',
    'le caractère NUL, qu’aucun texte ne peut avoir ; le fichier a-t-il un autre encodage (UTF-16) ?',
  ],
  [
    '{what} that is not valid in {encoding}; is the file in another encoding?',
    '{what} non valide en {encoding} ; le fichier a-t-il un autre encodage ?',
  ],
  ['byte {byte}', 'un octet {byte}'],
  [
    'a quote stands inside a cell; the whole cell must be in quotes, and quotes within it doubled',
    'un guillemet est au milieu d’une cellule ; toute la cellule doit être entre guillemets, et ceux qu’elle contient doublés',
  ],
  [
    'a cell begins with a quote that is not closed; the row is taken to end with this line',
    'une cellule commence par un guillemet qui n’est pas fermé ; la ligne est supposée finir ici',
  ],
  [
    'the file ends within a cell that began with a quote',
    'le fichier finit dans une cellule qui commençait par un guillemet',
  ],
  [
    'the row is longer than a row may be; is a line end or a quote missing?',
    'la ligne est trop longue ; manque-t-il une fin de ligne ou un guillemet ?',
  ],
  [
    'the file ends in the middle of a row: {cells} of {expected} cells and no line end',
    'le fichier finit au milieu d’une ligne : {cells} cellules sur {expected} et pas de fin de ligne',
  ],
  ['{cells} cells where there are {expected} columns', '{cells} cellules là où il y a {expected} colonnes'],
  [
    '{reason}: an invoice is loaded whole or not at all',
    '{reason} : une facture est chargée en entier ou pas du tout',
  ],
  ['row {row} disagrees with row {first}', 'la ligne {row} contredit la ligne {first}'],
  ['row {row} {relation} is not right ({code})', 'la ligne {row} {relation} n’est pas juste ({code})'],
  [
    'row {row} may be a row of the same invoice and has no number that can be read',
    'la ligne {row} est peut-être de la même facture et n’a pas de numéro lisible',
  ],
  [
    'the rows of invoice {number} do not follow each other in the file: load it with --sort, which puts them together',
    'les lignes de la facture {number} ne se suivent pas dans le fichier : chargez-le avec l’option qui les regroupe (--sort)',
  ],
  [
    'the invoice has {lines} lines and may have at most {most}',
    'la facture a {lines} lignes et peut en avoir au plus {most}',
  ],
  [
    "the invoice's total must be within {most} smallest units",
    'le total de la facture : au plus {most} fois la plus petite unité de la devise',
  ],
  ['the total {problem}', 'le total {problem}'],
  [
    'the lines add up to {sum} smallest units of {currency}, the file says {stated}',
    'la somme des lignes est de {sum} fois la plus petite unité de {currency}, le fichier indique {stated}',
  ],
  [
    '{figures} must be the same as in row {row}, which is of the same invoice',
    '{figures} : même valeur attendue qu’à la ligne {row}, qui est de la même facture',
  ],
];
