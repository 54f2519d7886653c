"""Whether what is financed exists: samples with proofs, debtors who are asked, visits, and what was found."""
