/** An id that no order has: its random part is all noughts. */
export const nobodysOrder = '0197f3a0-0000-7000-8000-000000000000';
