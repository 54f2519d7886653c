"""English."""

# ruff: noqa: E501 - what is said in one breath is one line

from __future__ import annotations

from cessie.domain.collection.rules.scripts import Words

WORDS = Words(
    who="Good day, this is {agent} of {house}. Am I speaking with {debtor}? (Say nothing of a debt before you are sure; if he is not there, only ask when he can be reached.)",
    opening={
        "first": "We call for {creditor}. By our records {amount} is open since {since}. Did you receive our letter?",
        "later": "We spoke about the claim of {creditor} before. {amount} is still open. What has happened since?",
        "broken": "We agreed on a payment to {creditor}, and it did not arrive. {amount} is open. Did something come in between?",
        "last": "You received our last letter for {creditor}: {amount} is open since {since}. I call so that it need not go further.",
    },
    why="May I ask why this is not paid yet? (Listen, and note the cause.) Can you pay it by {pay_by}, with the reference of our letter?",
    law={
        (
            "BE",
            "b2c",
        ): "Add: you may contest the claim, you get a copy of every document on request, and if you pay within the period of the first letter there are no costs. Do not press or threaten, and speak of it to nobody else (Belgian Code of Economic Law, Book XIX).",
        (
            "NL",
            "b2c",
        ): "Add: until the end of the 14-day letter there are no costs; you may contest and ask for an arrangement (BW 6:96, Wki).",
        (
            "FR",
            "b2c",
        ): "Add: the costs of collecting without a title are the creditor's (CPCE L111-8); you may ask for the documents.",
        ("", "b2c"): "Add: you may contest, ask for the documents and propose an arrangement.",
        (
            "",
            "b2b",
        ): "In a company: ask for the accounts department, whether the invoice arrived, and the day of the next payment run.",
        (
            "",
            "b2g",
        ): "In a public body: ask for the file number and where the invoice is in its approval.",
    },
    ends={
        "promise": "I note {amount} for the day we agreed; you get no letter as long as you keep to it.",
        "plan": "Propose instalments that he can bear, best by direct debit; all of it stands on his page too.",
        "dispute": "What is not right, and for how much? I put it to {creditor}; meanwhile we do not ask for that part.",
        "copy": "I send you the documents today. May I check your address or e-mail?",
        "refuses": "I note that. You get in writing what follows; an arrangement stays possible.",
        "insolvent": "Who is the administrator or debt counsellor? Then we stop and turn to him.",
        "wrong_number": "I beg your pardon. (Do not say what it was about.) I strike out this number.",
        "vulnerable": "Thank you for saying so. We call you no more; you get a letter at your leisure, and help is free.",
        "no_answer": "Leave no message about the claim: name and number only.",
    },
    months=(
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ),
)  # fmt: skip
