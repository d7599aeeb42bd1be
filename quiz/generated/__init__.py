"""Cases made from a seed: a workload that has one defensible target, told as a story, with questions about it.

All of it is pure: no Django, no clock, no chance but the seed's, and nothing here knows what the targets are.

    stories     what a guide's stories.yaml says: domains, sentences, what is asked
    reading     reads it; checking holds it against the guide's advisor and facts
    numbers     numbers as people say them, all of them equally uneven
    drawing     a workload for a domain in a region of the tree
    deciding    which limit decides, and how near the workload is to it
    telling     the story
    limits      what can be asked beside the limit that decides
    asking      the steps: what is asked, the key, and a reason for every option
    generator   seed to case
    document    a generator as plain values
    versions    a case as the documents of questions
"""
