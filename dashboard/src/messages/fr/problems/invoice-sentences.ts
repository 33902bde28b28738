import type { TranslatedSentence } from '../../translate-sentences.ts';

/** Sentences about drafts and their lines. */
const draftSentencesFr: readonly TranslatedSentence[] = [
  ['An invoice needs a customer.', 'Une facture demande un client.'],
  ['Give at most {most} lines, not {count}.', 'Au plus {most} lignes, et non {count}.'],
  ['Give at most {most}, not {count}.', 'Au plus {most}, et non {count}.'],
  ['Give a day from {first} to {last}.', 'Indiquez un jour du {first} au {last}.'],
  [
    'Give either an amount or a percent, and not both.',
    'Indiquez un montant ou un pourcentage, mais pas les deux.',
  ],
  ['A line without a product needs its {field}.', 'Une ligne sans produit demande ce champ.'],
  [
    'The allowances must not come to more than quantity times price and the charges.',
    'Les remises ne doivent pas dépasser la quantité multipliée par le prix, avec les frais.',
  ],
  ["The line's total must be at most {most}.", 'Le total de la ligne est trop grand.'],
  ["The invoice's total must be at most {most}.", 'Le total de la facture est trop grand.'],
  [
    'The product is priced in {other}; give its unit price in {currency}.',
    'Le prix du produit est en {other} ; indiquez son prix unitaire en {currency}.',
  ],
  [
    'No line is {category} at {rate} %, of which it could be a percentage.',
    'Aucune ligne n’est à {rate} % ({category}) ; il n’y a rien dont ce serait un pourcentage.',
  ],
  [
    'The lines have no amount over whose taxes it could be split: give its taxRate.',
    'Les lignes n’ont pas de montant pour la répartition par taux : indiquez le taux de TVA.',
  ],
  [
    'The allowances on {group} must not come to more than its lines and charges.',
    'Les remises ({group}) ne doivent pas dépasser les lignes et les frais de ce taux.',
  ],
  [
    'The customer is archived; restore it or take another one.',
    'Le client est archivé ; restaurez-le ou prenez-en un autre.',
  ],
  [
    'The product {sku} is archived; restore it or take another one.',
    'Le produit {sku} est archivé ; restaurez-le ou prenez-en un autre.',
  ],
  [
    'The line was imported with a quantity that is not above zero; create a draft without it.',
    'La ligne a été importée avec une quantité qui n’est pas supérieure à zéro ; créez un brouillon sans elle.',
  ],
  [
    'The invoice has {count} lines; a draft has at most {most}.',
    'La facture a {count} lignes ; un brouillon en a au plus {most}.',
  ],
  [
    'The draft that was created with this key was deleted; take a new key to create another one.',
    'Le brouillon a été supprimé. Rechargez la page pour en créer un autre.',
  ],
  ['The {service} did not answer; {next}', 'Un service n’a pas répondu ; rien n’a été changé, réessayez.'],
];

/** Sentences about issuing. */
const issueSentencesFr: readonly TranslatedSentence[] = [
  [
    'The draft has no lines; add at least one before it is issued.',
    'Le brouillon n’a pas de ligne ; ajoutez-en une avant de l’émettre.',
  ],
  [
    "Payment is due on {due}, before the issue date {issued}; change the draft's due date, or take an issue date up to it.",
    'L’échéance du {due} précède la date d’émission du {issued} ; changez l’une ou l’autre.',
  ],
  [
    'The issue date must be {first} or later; what is before it is closed.',
    'La date d’émission doit être le {first} ou après ; la période précédente est close.',
  ],
  [
    'The issue date must not lie in the future: {now}.',
    'La date d’émission ne doit pas être dans le futur, dans le fuseau horaire du vendeur.',
  ],
  [
    'The issue date must be {last} or earlier: {now}.',
    'La date d’émission doit être le {last} ou avant, dans le fuseau horaire du vendeur.',
  ],
  [
    'The newest invoice of {year} is of {day}; take that day or a later one.',
    'La dernière facture de {year} est du {day} ; prenez ce jour ou un jour suivant.',
  ],
  [
    'The newest credit note of {year} is of {day}; take that day or a later one.',
    'Le dernier avoir de {year} est du {day} ; prenez ce jour ou un jour suivant.',
  ],
  ['The customer of this draft does not exist any more.', 'Le client de ce brouillon n’existe plus.'],
  [
    'The customer of this draft is archived; restore it or take another one.',
    'Le client de ce brouillon est archivé ; restaurez-le ou prenez-en un autre.',
  ],
  [
    'The product {sku} of line {line} does not exist any more.',
    'Le produit {sku} de la ligne {line} n’existe plus.',
  ],
  ['The product {sku} of line {line} is archived.', 'Le produit {sku} de la ligne {line} est archivé.'],
  [
    'Line {line}: {available} of {sku} are in stock, and the invoice needs {needed}.',
    'Ligne {line} : {available} × {sku} en stock, et il en faut {needed}.',
  ],
  [
    'Issuing took too long; nothing was changed, try again.',
    'L’émission a pris trop de temps ; rien n’a été changé, réessayez.',
  ],
  [
    'The invoice is being issued by another call; {next}',
    'Quelqu’un d’autre émet cette facture ; rien n’a été changé, réessayez.',
  ],
  [
    'The stock could not be reserved ({reason}); {next}',
    'Le stock n’a pas pu être réservé ; rien n’a été changé, réessayez.',
  ],
  [
    '{places}: {category} needs {lack}.',
    'Il manque des données du client ou du vendeur pour la catégorie de TVA {category} ({lack}).',
  ],
];

/** Sentences about payments, credit notes and the state of an invoice. */
const settlementSentencesFr: readonly TranslatedSentence[] = [
  ['{bound} is {amount}; give at most that.', '{bound} est de {amount} ; indiquez au plus ce montant.'],
  [
    'The invoice is in {currency}; give an amount in {same}, not in {other}.',
    'La facture est en {currency} ; indiquez un montant en {same}, et non en {other}.',
  ],
  ['Give an amount in {currency} {form}.', 'Indiquez un montant en {currency} {form}.'],
  [
    'Give an amount above zero in {currency} {form}.',
    'Indiquez un montant supérieur à zéro, en {currency} {form}.',
  ],
  ['Give an amount above zero.', 'Indiquez un montant supérieur à zéro.'],
  [
    "Give a day from {first} to {today}, the seller's present day.",
    'Indiquez un jour du {first} au {today}, le jour présent chez le vendeur.',
  ],
  [
    'This entry is a reversal; record the payment anew.',
    'Cette entrée est une extourne ; enregistrez de nouveau le paiement.',
  ],
  ['This entry is reversed already.', 'Cette entrée est déjà extournée.'],
  [
    "Of the invoice's payments {left} is left after refunds, less than this payment; reverse a refund first.",
    'Des paiements de la facture, il reste {left} après remboursements, moins que ce paiement ; extournez d’abord un remboursement.',
  ],
  ['All of the invoice is credited already.', 'La facture a déjà un avoir sur le tout.'],
  ['The invoice has no line with this id.', 'La facture n’a pas cette ligne.'],
  ['Line {line} is named twice; name it once.', 'La ligne {line} est nommée deux fois ; nommez-la une fois.'],
  [
    'Line {line} was invoiced with a quantity of {invoiced}, of which {credited} are credited; at most {left} can be credited.',
    'La ligne {line} a été facturée pour une quantité de {invoiced}, dont {credited} déjà en avoir ; il en reste au plus {left}.',
  ],
  [
    "These lines come to {wanted}. The invoice's total is {total}, of which {before} are credited; credit from 0 to {left}, with the lines below zero if there are such.",
    'Ces lignes font {wanted}. Le total de la facture est de {total}, dont {before} en avoir ; créditez de 0 à {left}.',
  ],
  [
    "The invoice's total is {total}, of which {before} are credited; give an amount above zero and at most {left}.",
    'Le total de la facture est de {total}, dont {before} en avoir ; indiquez un montant supérieur à zéro et d’au plus {left}.',
  ],
  [
    'This invoice has lines; name the lines and quantities to credit instead of an amount.',
    'Cette facture a des lignes ; indiquez des lignes et des quantités plutôt qu’un montant.',
  ],
  [
    'Of this invoice only the total is known; give an amount, or nothing to credit all.',
    'De cette facture, seul le total est connu ; indiquez un montant, ou rien pour le tout.',
  ],
  [
    'Name at least one line, or leave the lines out to credit all that is left.',
    'Choisissez au moins une ligne.',
  ],
  [
    'The invoice is of {day}; take that day or a later one.',
    'La facture est du {day} ; prenez ce jour ou un jour suivant.',
  ],
  ['Only {role} may approve.', 'Seul le rôle {role} peut approuver.'],
  [
    'You requested this yourself; another person must approve it.',
    'Vous l’avez demandé vous-même ; une autre personne doit l’approuver.',
  ],
  [
    'Only {role}, or whoever requested it, may reject this.',
    'Seuls le rôle {role} et la personne qui l’a demandé peuvent le refuser.',
  ],
  ['The request is {status} already.', 'La demande est déjà {status}.'],
  [
    'The amount of the action is another one now; reject the request and make a new one.',
    'Le montant de l’action a changé ; refusez la demande et faites-en une nouvelle.',
  ],
];

/** Reasons why an action is not possible. */
const obstacleSentencesFr: readonly TranslatedSentence[] = [
  ['Only a {role} may do this.', 'Seul le rôle {role} peut faire cela.'],
  [
    'The invoice is VOID; only a DRAFT can be {done}.',
    'La facture est annulée ; seul un brouillon peut être {done}.',
  ],
  [
    'The invoice is {status}; only a DRAFT can be {done}.',
    'La facture est {status} ; seul un brouillon peut être {done}.',
  ],
  [
    'This is a credit note; it is settled with its invoice.',
    'C’est un avoir ; il est réglé avec sa facture.',
  ],
  ['The invoice is a DRAFT; issue it first.', 'La facture est un brouillon ; émettez-la d’abord.'],
  [
    'The invoice is VOID; nothing can be added to it.',
    'La facture est annulée ; rien ne peut y être ajouté.',
  ],
  ['Nothing is left to pay on the invoice.', 'Il ne reste rien à payer sur la facture.'],
  [
    'The invoice has no payment or refund that could be reversed.',
    'La facture n’a ni paiement ni remboursement à extourner.',
  ],
  [
    'Nothing can be refunded: {paid} is paid and {credited} credited, which together is not above the total.',
    'Rien à rembourser : {paid} payés et {credited} en avoir, ce qui ne dépasse pas le total.',
  ],
  [
    'The invoice has credit notes, which come to nothing; credit the rest of it instead.',
    'La facture a des avoirs d’un total nul ; faites plutôt un avoir du reste.',
  ],
  [
    'The invoice is PAID elsewhere; credit it instead.',
    'La facture a été payée ailleurs ; faites plutôt un avoir.',
  ],
  [
    'Of the invoice {paid} is paid and {credited} credited; credit the rest of it instead.',
    'De la facture, {paid} sont payés et {credited} en avoir ; faites plutôt un avoir du reste.',
  ],
  [
    'This is a credit note; only an invoice can be duplicated.',
    'C’est un avoir ; seule une facture peut être dupliquée.',
  ],
  [
    'The invoice was imported without a known customer; create a draft for a customer instead.',
    'La facture a été importée sans client connu ; créez plutôt un brouillon pour un client.',
  ],
  [
    'The invoice was imported without lines; create a draft with lines instead.',
    'La facture a été importée sans lignes ; créez plutôt un brouillon avec des lignes.',
  ],
  [
    'The action {action} on the invoice waits for approval; it must be approved or rejected first.',
    'Une action sur la facture attend une approbation : {action}. Elle doit d’abord être approuvée ou refusée.',
  ],
];

export const invoiceSentencesFr = [
  ...settlementSentencesFr,
  ...obstacleSentencesFr,
  ...draftSentencesFr,
  ...issueSentencesFr,
];
