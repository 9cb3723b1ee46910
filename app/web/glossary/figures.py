"""Figures: how they are defined, and how they are answered."""

from app.web.glossary.meaning import AT, M, Senses, Words

WORDS: Words = {
    "numerator": M("How many meet the figure.", 41),
    "denominator": M("How many count.", 52),
    "percent": M("The numerator in per cent of the denominator; null where there is nothing to count.", 78.8),
    "excluded": M("How many were left out of the denominator, by reason; what counts nothing is not listed."),
    "count": M("How many were left out for this reason.", 3),
    "group": M("The value of each grouping; null where it is not known, or not applicable yet."),
    "group_by": M("By what the rows are grouped, in order."),
    "rows": M("One row for each group."),
    "totals": M("The figure of everything together."),
    "la": M("The council that the figure was narrowed to, by its three-figure number; null for all.", "926"),
    "target_percent": M("The percentage that is aimed at; null where there is no target.", 100.0),
    "definition_version": M("The version of the figure's definition: figures of two versions are not compared.", "1"),
    "cut_off_at": M("When it was counted; what is recorded later is not in it.", AT),
    "exclusions": M("What is left out of the denominator, as codes; it is always counted apart.", ["sent_in_error"]),
    "bases": M("The bases that may be asked for."),
    "default_basis": M("The basis that counts where none is asked for."),
    "groupings": M("What the rows may be grouped by."),
    "service_manager_only": M("The groupings that only the provider's service managers may ask for."),
    "dimension": M("What a share is shared over, always in its rows; null for a figure that is no share."),
}

SENSES: Senses = {
    "denominator": {
        ("KpiDefinition",): M(
            "What counts, in words.", "Mediations asked for whose day 30 falls in the period and has passed."
        )
    },
    "numerator": {
        ("KpiDefinition",): M("What meets the figure, in words.", "Mediations held on or before day 30."),
    },
}
