import type { TranslatedSentence } from '../../translate-sentences.ts';

/** Sentences about the cells of a file, in French. A sentence that begins like another one comes before it. */
export const cellSentencesFr: readonly TranslatedSentence[] = [
  ['must not be empty', 'ne doit pas être vide'],
  [
    'must not be empty: the category {category} needs its reason (EN 16931, {rule})',
    'ne doit pas être vide : la catégorie {category} demande son motif (EN 16931, {rule})',
  ],
  [
    'must be empty: only the categories {categories} have a reason',
    'doit être vide : seules les catégories {categories} ont un motif',
  ],
  ['must be from 0 to 100 percent', 'doit être de 0 à 100 pour cent'],
  [
    'must be more than 0 percent: the category S is the standard rate',
    'doit être supérieur à 0 pour cent : la catégorie S est le taux normal',
  ],
  [
    'must be 0 percent: the category {category} bears no tax',
    'doit être de 0 pour cent : la catégorie {category} est sans taxe',
  ],
  ['must be 0, as the rate is', 'doit être 0, comme le taux'],
  [
    'must be net times rate, or differ from it by at most one unit of the currency',
    'doit être le net multiplié par le taux, ou en différer d’au plus une unité de la devise',
  ],
  [
    'must not have a tax of the other sign than the net amount',
    'ne doit pas avoir une taxe de signe opposé au montant net',
  ],
  [
    'must not be negative: this is not a credit note by the mapping',
    'ne doit pas être négatif : ce n’est pas un avoir selon la correspondance',
  ],
  [
    'must take back, and not ask for, money on a credit note',
    'doit rendre de l’argent sur un avoir, et non en demander',
  ],
  ['must not be zero', 'ne doit pas être zéro'],
  [
    'must be more than zero: this is not a credit note by the mapping',
    'doit être supérieur à zéro : ce n’est pas un avoir selon la correspondance',
  ],
  ['must take back, and not deliver, on a credit note', 'doit reprendre sur un avoir, et non livrer'],
  [
    'must be the sum of net and tax, or the total of the line',
    'doit être la somme du net et de la taxe, ou le total de la ligne',
  ],
  [
    'must not be negative: a credit has a negative quantity',
    'ne doit pas être négatif : c’est la quantité d’un avoir qui est négative',
  ],
  ['must be more than zero (the mapping says so)', 'doit être supérieur à zéro (selon la correspondance)'],
  ['must be a day that invoices may have', 'doit être un jour que les factures peuvent avoir'],
  [
    '{"text"} must be one of {known} (EN 16931, BT-151), or a text of the mapping (taxCategories)',
    '{text} doit être l’une des valeurs {known} (EN 16931, BT-151), ou un texte de la correspondance (taxCategories)',
  ],
  ['{"text"} must be one of {known} ({setting})', '{text} doit être l’une des valeurs {known} ({setting})'],
  ['{"text"} must be a UUID', '{text} doit être un UUID'],
  [
    '{"text"} is not a product (the mapping says so)',
    '{text} n’est pas un produit (selon la correspondance)',
  ],
  [
    '{"text"} must be an ISO 4217 code in capital letters, for example {example}, or the mapping must allow small letters (currencies.smallLetters)',
    '{text} doit être un code ISO 4217 en majuscules, par exemple {example}, ou la correspondance doit admettre les minuscules (currencies.smallLetters)',
  ],
  [
    '{"text"} must be an ISO 4217 code in capital letters, for example {example}',
    '{text} doit être un code ISO 4217 en majuscules, par exemple {example}',
  ],
  [
    '{"text"} fits several forms ({forms}) as different times',
    '{text} correspond à plusieurs formes ({forms}) qui donnent des dates différentes',
  ],
  ['{"text"} must be in the years 1900 to 2999', '{text} doit être compris entre les années 1900 et 2999'],
  [
    '{"text"} must say its offset, as in {example}, or the mapping its time zone ("dates")',
    '{text} doit indiquer son décalage, comme {example}, ou la correspondance son fuseau horaire ("dates")',
  ],
  [
    '{"text"} was skipped in {zone}: clocks were put forward over it',
    '{text} n’a pas existé dans {zone} : on a avancé l’heure à ce moment',
  ],
  [
    '{"text"} occurred twice in {zone}: clocks were put back over it',
    '{text} a existé deux fois dans {zone} : on a reculé l’heure à ce moment',
  ],
  [
    '{"text"} must be a time that exists, written as {forms}',
    '{text} doit être une date qui existe, écrite sous la forme {forms}',
  ],
  ['at most {count} decimals', 'au plus {count} décimales'],
  ['{"text"} must have {most}: it is not rounded', '{text} doit avoir {most} : rien n’est arrondi'],
  [
    '{"text"} must be within {most} smallest units',
    '{text} dépasse {most} unités les plus petites de la devise',
  ],
  ['{text} must be within {most} smallest units', '{text} : au plus {most} fois la plus petite unité'],
  ['{text} must be within {most}', '{text} doit être au plus {most}, en plus ou en moins'],
  [
    '{"text"} must be a number such as {"example"}: {hint}',
    '{text} doit être un nombre comme {example} : {hint}',
  ],
  ['a plus needs numbers.plus', 'un signe plus demande numbers.plus'],
  ['its sign needs numbers.negative', 'son signe demande numbers.negative'],
  ['its groups need numbers.thousands', 'ses groupes demandent numbers.thousands'],
  [
    'its groups are those of India (numbers.groups, numbers.thousands)',
    'ses groupes sont ceux de l’Inde (numbers.groups, numbers.thousands)',
  ],
  ['{"text"} must be a number such as {"example"}', '{text} doit être un nombre comme {example}'],
  [
    '{"text"} may mean thousands or decimals: write it as {example}, or let the mapping say which ("numbers")',
    '{text} peut désigner des milliers ou des décimales : écrivez {example}, ou précisez-le dans la correspondance ("numbers")',
  ],
  [
    '{"text"} has a group of thousands after a zero, which nobody writes: it may be less than 1, or the mapping names the wrong separators ("numbers")',
    '{text} a un groupe de milliers après un zéro, ce que personne n’écrit : c’est peut-être moins de 1, ou la correspondance a les mauvais séparateurs ("numbers")',
  ],
  [
    '{"text"} must not begin with a zero, or the mapping must allow it (numbers.leadingZeros)',
    '{text} ne doit pas commencer par un zéro, à moins que la correspondance ne l’admette (numbers.leadingZeros)',
  ],
  [
    '{"text"} shows {"sign"}, but only {known} may stand there',
    '{text} porte {sign}, mais seuls {known} y sont admis',
  ],
  [
    '{"text"} must be without {"sign"}, or the mapping must allow it (numbers.currencySigns)',
    '{text} doit être sans {sign}, à moins que la correspondance ne l’admette (numbers.currencySigns)',
  ],
  [
    '{"text"} must have no control characters, line ends or tabs; it has {found}',
    '{text} ne doit avoir ni caractère de commande, ni fin de ligne, ni tabulation : il a {found}',
  ],
  ['{"text"} must have at most {most} characters', '{text} doit avoir au plus {most} caractères'],
  [
    '{"text"} must be above zero: only money that arrived is a payment',
    '{text} doit être supérieur à zéro : seul l’argent reçu est un paiement',
  ],
  [
    '{day} must be a day from {first} to today, {today}: money that has not arrived is not a payment',
    '{day} doit être un jour du {first} à aujourd’hui, {today} : l’argent qui n’est pas arrivé n’est pas un paiement',
  ],
  [
    '{day} must be a day from {first} to today, {today}',
    '{day} doit être un jour du {first} à aujourd’hui, {today}',
  ],
  [
    'no column of the row has a text that can be the number of an invoice; it must name the invoice that was paid',
    'aucune colonne de la ligne n’a un texte qui puisse être un numéro de facture ; elle doit nommer la facture payée',
  ],
  [
    '{"text"} takes an earlier entry back and is not a payment: if that entry was loaded, reverse its payment (reversePayment)',
    '{text} annule une écriture précédente et n’est pas un paiement : si cette écriture a été chargée, extournez son paiement (reversePayment)',
  ],
  [
    'The issue date must be {first} or later; what is before it is closed.',
    'la date d’émission doit être le {first} ou après ; la période précédente est close',
  ],
  [
    "The seller's time zone {zone} had no {day}: its clocks skipped that day.",
    'le {day} n’a pas existé dans {zone}, le fuseau horaire du vendeur',
  ],
  [
    'The issue date must not lie in the future: {now}.',
    'la date d’émission ne doit pas être dans le futur, dans le fuseau horaire du vendeur',
  ],
  [
    'The issue date must be {last} or earlier: {now}.',
    'la date d’émission doit être le {last} ou avant, dans le fuseau horaire du vendeur',
  ],
];
