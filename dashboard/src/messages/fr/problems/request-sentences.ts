import type { TranslatedSentence } from '../../translate-sentences.ts';

/** Sentences about requests, disputes and contacts. */
export const requestSentencesFr: readonly TranslatedSentence[] = [
  [
    'Give one of `requestAssignees`, who may see requests of this kind.',
    'Choisissez une personne de la liste.',
  ],
  ['A dispute needs its outcome: say how it ended.', 'Un litige a besoin de son issue : dites-la.'],
  [
    'A request has at most {most} entries of its history.',
    'L’historique d’une demande a {most} entrées au plus.',
  ],
  [
    'Whoever manages invoices but not customers opens disputes alone.',
    'Avec votre rôle, vous n’ouvrez que des litiges.',
  ],
  ['Only a dispute has an amount: leave it out.', 'Seul un litige a un montant.'],
  [
    'Give an amount above zero and at most the total of the invoice, {total}.',
    'Indiquez un montant supérieur à zéro et au plus le total de la facture, {total}.',
  ],
  ['A dispute is about an invoice: give it.', 'Un litige porte sur une facture : indiquez-la.'],
  [
    'Only whoever may read invoices can name one.',
    'Seules les personnes qui voient les factures peuvent en indiquer une.',
  ],
  [
    'Only an issued invoice that is not void can be disputed.',
    'Seule une facture émise et non annulée peut être contestée.',
  ],
  ['Give the customer or the invoice that it is about.', 'Indiquez le client ou la facture concernés.'],
  [
    "Give an invoice or a customer, not both: the customer is the invoice's.",
    'Indiquez une facture ou un client, pas les deux.',
  ],
  ['A request has an urgency: give one.', 'Une demande a une urgence : indiquez-la.'],
  [
    'Give an instant in the future, at most {years} years ahead.',
    'Indiquez un moment à venir, dans {years} ans au plus.',
  ],
  ['The request is done: open it again first.', 'La demande est close : rouvrez-la d’abord.'],
  ['The request is open already.', 'La demande est déjà ouverte.'],
  [
    'Give an instant that is not in the future, at most {years} years back.',
    'Indiquez un moment passé, il y a {years} ans au plus.',
  ],
  ['Give 0 to {most} minutes.', 'Indiquez de 0 à {most} minutes.'],
  ['There is no contact with this id.', 'Ce contact n’existe pas.'],
  [
    'Only whoever wrote the entry can correct it or strike it out.',
    'Seul l’auteur peut corriger ou rayer ce contact.',
  ],
  ['The entry was struck out: write a new one instead.', 'Ce contact est rayé : saisissez-en un autre.'],
  ['An entry is corrected {most} times at most.', 'Un contact se corrige {most} fois au plus.'],
  ['Give a request or a customer, not both.', 'Indiquez une demande ou un client, pas les deux.'],
  ['The request is about no known customer.', 'Le client de la demande n’est pas connu.'],
];
